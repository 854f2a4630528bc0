namespace ScaleLint.Topology.Sources;

/// <summary>Names of environments as files carry them.</summary>
internal static class Environments
{
    private static readonly HashSet<string> Development = new(StringComparer.OrdinalIgnoreCase)
    {
        "dev", "devel", "develop", "development", "debug", "local", "localhost", "test", "tests", "testing", "e2e", "ci", "integrationtest", "integrationtests", "functionaltests",
    };

    private static readonly HashSet<string> Production = new(StringComparer.OrdinalIgnoreCase) { "prod", "production", "release" };

    private static readonly HashSet<string> Other = new(StringComparer.OrdinalIgnoreCase) { "docker", "container", "kubernetes", "k8s", "azure", "aws", "windows", "linux" };

    private static readonly HashSet<string> EarlierStages = new(StringComparer.OrdinalIgnoreCase) { "staging", "stage", "stg", "qa", "uat", "preprod", "sandbox", "demo" };

    public static bool IsDevelopmentWord(string word) => Development.Contains(word);

    public static bool IsProductionWord(string word) => Production.Contains(word);

    public static bool IsEarlierStage(string word) => EarlierStages.Contains(word);

    public static bool IsKnown(string word) => EarlierStages.Contains(word) || Development.Contains(word) || Production.Contains(word) || Other.Contains(word);
}
