//// case: a kernel that many types rely on references a busy project
//// project: Base lib
namespace Base; public class Root1; public class Root2; public class Root3;
//// project: Busy lib
namespace Busy;
public class Mixer { public Base.Root1? A; }
public class Shaker { public Base.Root2? A; }
public class Blender { public Base.Root3? A; }
//// project: Kernel lib // !SCALE1004
namespace Kernel;
public class Money { public Busy.Mixer? Mixer; }
public class Clock;
//// project: Users lib
namespace Users;
public class A { public Kernel.Money? M; }
public class B { public Kernel.Money? M; }
public class C { public Kernel.Clock? M; }
public class D { public Kernel.Clock? M; }

//// case: quiet: fewer than three dependents
//// project: Base lib
namespace Base; public class Root1; public class Root2; public class Root3;
//// project: Busy lib
namespace Busy;
public class Mixer { public Base.Root1? A; }
public class Shaker { public Base.Root2? A; }
public class Blender { public Base.Root3? A; }
//// project: Kernel lib
namespace Kernel;
public class Money { public Busy.Mixer? Mixer; }
//// project: Users lib
namespace Users;
public class A { public Kernel.Money? M; }
public class B { public Kernel.Money? M; }

//// case: quiet: the target is stabler
//// project: Base lib
namespace Base; public class Root;
//// project: Kernel lib
namespace Kernel;
public class Money { public Base.Root? Root; }
//// project: Users lib
namespace Users;
public class A { public Kernel.Money? M; }
public class B { public Kernel.Money? M; }
public class C { public Kernel.Money? M; }

//// case: quiet: dependents are tests
//// project: Base lib
namespace Base; public class Root1; public class Root2; public class Root3;
//// project: Busy lib
namespace Busy;
public class Mixer { public Base.Root1? A; }
public class Shaker { public Base.Root2? A; }
//// project: Kernel lib
namespace Kernel;
public class Money { public Busy.Mixer? Mixer; }
//// project: KernelTests test
namespace KernelTests;
public class A { public Kernel.Money? M; }
public class B { public Kernel.Money? M; }
public class C { public Kernel.Money? M; }
