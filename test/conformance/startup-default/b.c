const char only_b[] = "b", both[] = "b", b_and_deep[] = "b";
