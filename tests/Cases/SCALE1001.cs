//// case: two namespaces
namespace Shop.Orders { public class Order { public Shop.Billing.Invoice? Invoice; public Shop.Billing.Invoice Make() => new(); } }
namespace Shop.Billing { public class Invoice { public Shop.Orders.Order? Order; } } // !SCALE1001

//// case: three namespaces through method bodies
namespace A { public class X { public void Run() { new B.Y().Run(); new B.Y(); } } }
namespace B { public class Y { public void Run() { var z = new C.Z(); z.Run(); new C.Z(); } } }
namespace C { public class Z { public void Run() => System.Console.WriteLine(typeof(A.X)); } } // !SCALE1001

//// case: across projects of the solution by namespace
//// project: One lib
namespace Parts.Left { public class L { public Parts.Right.R? R; public Parts.Right.R Make() => new(); } }
namespace Parts.Right { public class R { public static Parts.Left.L? L; } } // !SCALE1001

//// case: quiet: child and parent of one feature
namespace Feature { public class Root { public Feature.Inner.Leaf Leaf = new(); } }
namespace Feature.Inner { public class Leaf { public Feature.Root? Root; } }

//// case: quiet: one way only
namespace Top { public class T { public Low.L L = new(); } }
namespace Low { public class L { } }

//// case: quiet: nested types live with their outer type
namespace Own { public class Outer { public class Inner { public Outer? Back; } public Inner I = new(); } }
