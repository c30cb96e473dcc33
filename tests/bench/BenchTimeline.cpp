// Goal S7: painting a timeline of very many items, beside QGraphicsView.
// usage: ecva-bench-timeline [--json]
#include "tests/bench/Harness.h"

#include <QApplication>

using namespace ecva::bench;

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    Report report("timeline", QApplication::arguments().contains(QStringLiteral("--json")));
    return report.finish();
}
