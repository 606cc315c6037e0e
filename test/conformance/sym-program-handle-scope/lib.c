int in_all = NUMBER, in_libraries = NUMBER, OWN = NUMBER;
