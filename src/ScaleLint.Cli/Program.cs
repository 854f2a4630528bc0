Console.WriteLine("scalelint");
