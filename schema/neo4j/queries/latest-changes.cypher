// The latest changes and who made them
// The newest entries of the log. What each of them did is in the history of a document in the API.
:param limit => 25;
MATCH (c:Change)
RETURN c.revision AS revision, c.at AS at, c.actor AS by, c.origin AS origin, c.reason AS reason
ORDER BY revision DESC
LIMIT $limit;
