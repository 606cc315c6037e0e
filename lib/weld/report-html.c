#include "weld/report-model.h"
bool dlw_report_html(const dlw_report *r, dlw_buf *b) {
  dlw_report_json(r, b);
  return true;
}
