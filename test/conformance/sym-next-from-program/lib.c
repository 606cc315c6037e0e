int both = NUMBER;
