int IN;
