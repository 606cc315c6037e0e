const char only_deep[] = "deep", a_and_deep[] = "deep", b_and_deep[] = "deep";
const char deep_and_opened[] = "deep";
