using Graph.Engine.Model;

namespace Graph.Tests.Api;

/// <summary>A kind and an edge kind that only the tests declare: nothing in the product knows their names.</summary>
internal static class TestKind
{
    public static readonly WordList Colour = new("LampColour", "The colour of a lamp.", ("RED", "It stops."), ("GREEN", "It goes."));

    private static readonly Field Label = Field.Text("label", "What is written on it.", required: true, lengthMax: 40);

    public static readonly Field LitOn = Field.Date("litOn", "The day on which it was lit.");

    public static readonly Field PutOutOn = Field.Date("putOutOn", "The day on which it was put out.");

    public static readonly Kind Lamp = new(
        "Lamp", "lamps", "lamp", KindGroup.Organisation, "A lamp that only the tests know.", Label,
        [
            Label,
            Field.Word("colour", Colour, "Its colour."),
            Field.Integer("watts", "Its power.", 1, 100),
            Field.Boolean("dimmable", "Whether it can be dimmed."),
            Field.TextList("rooms", "Where it hangs."),
            Field.Personal("electrician", "Who put it up."),
            LitOn,
            PutOutOn,
        ])
    {
        DateOrders = [new(LitOn, PutOutOn)],
        Derived = [new("isLit", FieldType.Boolean, null, "Whether it is lit on the day.", (v, d) => d.Date(LitOn) <= v.On && !(d.Date(PutOutOn) <= v.On))],
    };

    public static readonly EdgeKind Lights = new(
        "LIGHTS", ["Lamp"], ["AiSystem"], "litBy", Along.Not, Along.Against, "Lights this system.",
        [Field.Word("brightness", new WordList("Brightness", "How bright it is.", ("DIM", "Hardly."), ("BRIGHT", "Very.")), "How brightly.")], reviewed: true);

    public static GraphModel Model { get; } = GraphModel.Default.With([Lamp], [Lights]);
}
