#include "core/base/Timecode.h"

#include <QTest>

using namespace ecva;

class TestTimecode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formats_data()
    {
        QTest::addColumn<qint64>("ms");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << qint64(0) << "0:00.000";
        QTest::newRow("picture") << qint64(16222) << "0:16.222";
        QTest::newRow("minute") << qint64(60000) << "1:00.000";
        QTest::newRow("long minutes") << qint64(3599999) << "59:59.999";
        QTest::newRow("hour") << qint64(3600000) << "1:00:00.000";
        QTest::newRow("negative") << qint64(-1500) << "-0:01.500";
        QTest::newRow("smallest") << std::numeric_limits<qint64>::min()
                                  << "-2562047788015:12:55.808";
    }
    void formats()
    {
        QFETCH(qint64, ms);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(formatTimecode(ms)), text);
    }

    void parses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("frame"); // -1: milliseconds instead
        QTest::addColumn<qint64>("ms");    // both -1: refused
        const auto frame
            = [](const char *text, qint64 f) { QTest::newRow(text) << text << f << qint64(-1); };
        const auto ms
            = [](const char *text, qint64 m) { QTest::newRow(text) << text << qint64(-1) << m; };
        frame("438", 438);
        frame(" f 438 ", 438);
        frame("F0", 0);
        ms("12.5", 12500);
        ms("12,5", 12500);
        ms("12s", 12000);
        ms(".5", 500);
        ms("1.0005", 1001);
        ms("0:16.222", 16222);
        ms("1:02", 62000);
        ms("90:00", 5400000);
        ms("1:02:03.45", 3723450);
        for (const char *bad :
             {"", "-1", "f", "f-3", "1:60", "1:2:60", "1:60:00", "a", "1.2.3", "1:2:3:4", ":", ".",
              "1:", "+5", "99999999999999999999", "1e3", "9999999999:00", "s", "12 s x"})
            QTest::newRow((std::string("bad ") + bad).c_str()) << bad << qint64(-1) << qint64(-1);
    }
    void parses()
    {
        QFETCH(QString, text);
        QFETCH(qint64, frame);
        QFETCH(qint64, ms);
        const Result<TypedPosition> position = parsePosition(text.toStdString());
        QCOMPARE(position.has_value(), frame >= 0 || ms >= 0);
        if (frame >= 0) {
            QVERIFY(std::holds_alternative<FrameIndex>(*position));
            QCOMPARE(std::get<FrameIndex>(*position).value, frame);
        } else if (ms >= 0) {
            QVERIFY(std::holds_alternative<std::int64_t>(*position));
            QCOMPARE(qint64(std::get<std::int64_t>(*position)), ms);
        } else {
            QVERIFY(position.error().message.find(text.toStdString()) != std::string::npos);
        }
    }

    void roundTrip()
    {
        for (std::int64_t ms = 0; ms < 20'000'000; ms += 7919)
            QCOMPARE(std::get<std::int64_t>(*parsePosition(formatTimecode(ms))), ms);
    }
};

QTEST_GUILESS_MAIN(TestTimecode)
#include "tst_timecode.moc"
