const char *text = "a text that is only in liba";
