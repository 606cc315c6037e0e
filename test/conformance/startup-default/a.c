const char only_a[] = "a", both[] = "a", a_and_deep[] = "a";
