/* A shared object that is no plugin. */
int blank_is_no_plugin;
int blank_is_no_plugin = 1;
