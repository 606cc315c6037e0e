#include "conform.h"
#include "object.h"
object::object() : number(5) { say("constructed"); }
thread_local object shared;
thread_local int plain = 3;
