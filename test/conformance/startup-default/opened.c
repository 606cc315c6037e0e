const char only_opened[] = "opened", deep_and_opened[] = "opened";
