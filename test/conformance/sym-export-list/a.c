int b_api(void);
int not_api(void) { return 1; }
int api_one(void) { return not_api() + b_api(); }
int api_data = 5;
int main_thing = 6;
int napi_ = 7;
