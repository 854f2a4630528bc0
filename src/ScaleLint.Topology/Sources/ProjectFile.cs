using System.Xml;
using System.Xml.Linq;

namespace ScaleLint.Topology.Sources;

/// <summary>Project facts read from the project file alone, for callers that have not evaluated the project.</summary>
internal static class ProjectFile
{
    public static bool IsProject(string path) =>
        path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".fsproj", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".vbproj", StringComparison.OrdinalIgnoreCase);

    public static TopologyProject Read(TopologyFile file)
    {
        var fileName = Paths.Name(file.Path);
        var name = fileName[..fileName.LastIndexOf('.')];
        XElement? root;
        try
        {
            // A document type is refused, so no entity is ever expanded or fetched.
            using var reader = XmlReader.Create(new StringReader(file.Content), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            root = XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            root = null;
        }

        if (root is null)
        {
            return new TopologyProject(file.Path, name, name, ProjectOutput.Library);
        }

        var assembly = Property(root, "AssemblyName");
        return new TopologyProject(
            file.Path,
            name,
            assembly is null || assembly.Contains('$', StringComparison.Ordinal) ? name : assembly,
            Output(root, name),
            Property(root, "ContainerRepository") ?? Property(root, "ContainerImageName"));
    }

    private static ProjectOutput Output(XElement root, string name)
    {
        var sdk = root.Attribute("Sdk")?.Value ?? "";
        sdk += string.Concat(root.Elements().Where(element => element.Name.LocalName == "Sdk").Select(element => ";" + element.Attribute("Name")?.Value));
        if (sdk.Contains("Aspire.AppHost.Sdk", StringComparison.OrdinalIgnoreCase) || IsTrue(Property(root, "IsAspireHost")))
        {
            return ProjectOutput.AppHost;
        }

        if (IsTrue(Property(root, "IsTestProject")) || sdk.Contains("MSTest.Sdk", StringComparison.OrdinalIgnoreCase) || Packages(root).Any(package => package is "Microsoft.NET.Test.Sdk" or "xunit" or "xunit.v3" or "NUnit" or "MSTest" or "MSTest.TestFramework" or "TUnit"))
        {
            return ProjectOutput.Test;
        }

        if (Packages(root).Contains("Aspire.Hosting.AppHost", StringComparer.OrdinalIgnoreCase) && name.EndsWith("AppHost", StringComparison.OrdinalIgnoreCase))
        {
            return ProjectOutput.AppHost;
        }

        if (IsTrue(Property(root, "UseMaui")))
        {
            // Runs on a customer's device: a client of the system, no part that is deployed.
            return ProjectOutput.Library;
        }

        if (Property(root, "OutputType") is { } output)
        {
            return output.Equals("Exe", StringComparison.OrdinalIgnoreCase) ? ProjectOutput.Executable : ProjectOutput.Library;
        }

        return sdk.Contains("Microsoft.NET.Sdk.Web", StringComparison.OrdinalIgnoreCase) && !sdk.Contains("WebAssembly", StringComparison.OrdinalIgnoreCase)
            || sdk.Contains("Microsoft.NET.Sdk.Worker", StringComparison.OrdinalIgnoreCase)
            || Property(root, "AzureFunctionsVersion") is not null
            ? ProjectOutput.Executable
            : ProjectOutput.Library;
    }

    private static IEnumerable<string> Packages(XElement root) =>
        root.Descendants().Where(element => element.Name.LocalName == "PackageReference").Select(element => element.Attribute("Include")?.Value ?? "");

    private static string? Property(XElement root, string name) =>
        root.Descendants().LastOrDefault(element => element.Name.LocalName == name && element.Parent?.Name.LocalName == "PropertyGroup")?.Value.Trim();

    private static bool IsTrue(string? value) => value is not null && value.Equals("true", StringComparison.OrdinalIgnoreCase);
}
