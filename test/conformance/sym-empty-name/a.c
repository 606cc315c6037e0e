int present = 1;
