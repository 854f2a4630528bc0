using Microsoft.CodeAnalysis;

namespace ScaleLint.Source;

/// <summary>Tells test projects by what they reference.</summary>
internal static class TestFrameworks
{
    public static bool AreReferenced(Compilation compilation)
    {
        foreach (var assembly in compilation.ReferencedAssemblyNames)
        {
            if (assembly.Name is "xunit.core" or "xunit.v3.core" or "nunit.framework" or "Microsoft.VisualStudio.TestPlatform.TestFramework"
                or "MSTest.TestFramework" or "TUnit.Core")
                return true;
        }
        return false;
    }
}
