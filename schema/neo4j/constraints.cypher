// The constraints and indexes that Graph makes in Neo4j when it starts; one that is there already stays as it is.
// Made from the model of kinds and edges: a test keeps this file equal to it. One statement a transaction.
CREATE CONSTRAINT Head_id IF NOT EXISTS FOR (n:Head) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT Change_revision IF NOT EXISTS FOR (n:Change) REQUIRE n.revision IS UNIQUE;
CREATE CONSTRAINT PersonalValue_digest IF NOT EXISTS FOR (n:PersonalValue) REQUIRE n.digest IS UNIQUE;
CREATE CONSTRAINT Entity_key IF NOT EXISTS FOR (n:Entity) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT Framework_key IF NOT EXISTS FOR (n:Framework) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT Requirement_key IF NOT EXISTS FOR (n:Requirement) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT LegacyRule_key IF NOT EXISTS FOR (n:LegacyRule) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT Fact_key IF NOT EXISTS FOR (n:Fact) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT MappingSet_key IF NOT EXISTS FOR (n:MappingSet) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT Mapping_key IF NOT EXISTS FOR (n:Mapping) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT AiSystem_key IF NOT EXISTS FOR (n:AiSystem) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT Component_key IF NOT EXISTS FOR (n:Component) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT Vendor_key IF NOT EXISTS FOR (n:Vendor) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT Risk_key IF NOT EXISTS FOR (n:Risk) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT Control_key IF NOT EXISTS FOR (n:Control) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT Evidence_key IF NOT EXISTS FOR (n:Evidence) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT Assessment_key IF NOT EXISTS FOR (n:Assessment) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT Statement_key IF NOT EXISTS FOR (n:Statement) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT Person_key IF NOT EXISTS FOR (n:Person) REQUIRE n.key IS UNIQUE;
CREATE FULLTEXT INDEX Entity_title_words IF NOT EXISTS FOR (n:Entity) ON EACH [n.title] OPTIONS {indexConfig: {`fulltext.eventually_consistent`: true}};
