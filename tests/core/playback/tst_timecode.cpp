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

    void knowsTheCountOfARate_data()
    {
        QTest::addColumn<qint64>("num");
        QTest::addColumn<qint64>("den");
        QTest::addColumn<int>("frames"); // 0: none
        QTest::addColumn<bool>("drop");
        const auto row = [](const char *name, qint64 num, qint64 den, int frames, bool drop) {
            QTest::newRow(name) << num << den << frames << drop;
        };
        row("film", 24, 1, 24, false);
        row("film on video", 24000, 1001, 24, false);
        row("PAL", 25, 1, 25, false);
        row("NTSC", 30000, 1001, 30, true);
        row("NTSC, written down as 29.97", 2997, 100, 30, true);
        row("30", 30, 1, 30, false);
        row("NTSC fields", 60000, 1001, 60, true);
        row("119.88", 120000, 1001, 120, false);
        row("a camera's 27", 27, 1, 27, false);
        row("27 seconds and a bit", 2693, 100, 0, false);
        row("no rate", 0, 1, 0, false);
        row("no rate at all", 1, 0, 0, false);
        row("too fast", 1000, 1, 0, false);
    }
    void knowsTheCountOfARate()
    {
        QFETCH(qint64, num);
        QFETCH(qint64, den);
        QFETCH(int, frames);
        QFETCH(bool, drop);
        const std::optional<SmpteRate> rate = smpteRate(Rational{num, den});
        QCOMPARE(rate.has_value(), frames > 0);
        if (rate)
            QVERIFY(*rate == (SmpteRate{frames, drop}));
    }

    /// Worked by hand: a minute of drop-frame 30 has 1,798 numbers, ten of them 17,982.
    void labelsFrames_data()
    {
        QTest::addColumn<int>("rate");
        QTest::addColumn<bool>("drop");
        QTest::addColumn<qint64>("frame");
        QTest::addColumn<QString>("label");
        const auto row = [](int rate, bool drop, qint64 frame, const char *label) {
            QTest::newRow(label) << rate << drop << frame << label;
        };
        row(30, true, 0, "00:00:00;00");
        row(30, true, 1799, "00:00:59;29");
        row(30, true, 1800, "00:01:00;02");
        row(30, true, 1801, "00:01:00;03");
        row(30, true, 3597, "00:01:59;29");
        row(30, true, 3598, "00:02:00;02");
        row(30, true, 17981, "00:09:59;29");
        row(30, true, 17982, "00:10:00;00");
        row(30, true, 19781, "00:10:59;29");
        row(30, true, 19782, "00:11:00;02");
        row(30, true, 107892, "01:00:00;00");
        row(30, true, 2589407, "23:59:59;29");
        row(30, true, 2589408, "24:00:00;00");
        row(60, true, 3599, "00:00:59;59");
        row(60, true, 3600, "00:01:00;04");
        row(60, true, 35964, "00:10:00;00 ");
        row(25, false, 24, "00:00:00:24");
        row(25, false, 90000, "01:00:00:00");
        row(24, false, 1440, "00:01:00:00");
        row(120, false, 119, "00:00:00:119");
        row(30, true, -1800, "-00:01:00;02");
    }
    void labelsFrames()
    {
        QFETCH(int, rate);
        QFETCH(bool, drop);
        QFETCH(qint64, frame);
        QFETCH(QString, label);
        QCOMPARE(QString::fromStdString(formatSmpte(frame, {rate, drop})), label.trimmed());
        if (frame >= 0)
            QCOMPARE(qint64(*parseSmpte(label.toStdString(), {rate, drop})), frame);
    }

    /// Every frame of a day has a label of its own that leads back to it, and labels only grow.
    void everyFrameOfADay()
    {
        for (const SmpteRate rate : {SmpteRate{30, true}, SmpteRate{25, false}}) {
            const std::int64_t day = *parseSmpte("24:00:00:00", rate);
            QCOMPARE(qint64(day), qint64(rate.dropFrame ? 2'589'408 : 2'160'000));
            std::string before;
            for (std::int64_t frame = 0; frame < day; ++frame) {
                const std::string label = formatSmpte(frame, rate);
                const Result<std::int64_t> back = parseSmpte(label, rate);
                if (!back || *back != frame || label <= before)
                    QFAIL(label.c_str());
                before = label;
            }
        }
    }

    void refusesLabels()
    {
        const SmpteRate ntsc{30, true};
        for (const char *bad : {"", ":", "00:00", "12", "00:60:00;00", "00:00:60;00", "00:00:00;30",
                                "1:2:3:4:5", "a:00;00", "00:00:00;", ";10", "-1;00", "1 0;00"}) {
            const bool twoGroups = std::string(bad) == "00:00"; // no seconds, no frames
            QVERIFY2(parseSmpte(bad, ntsc).has_value() == twoGroups, bad);
        }
        QVERIFY(parseSmpte("00:01:00;00", ntsc).error().code == ErrorCode::OutOfRange);
        QVERIFY(parseSmpte("00:01:00:01", ntsc).error().code == ErrorCode::OutOfRange);
        QVERIFY(parseSmpte("00:10:00;00", ntsc).has_value());
        QCOMPARE(qint64(*parseSmpte("2;10", ntsc)), qint64(70));
        QCOMPARE(qint64(*parseSmpte("1:00;02", ntsc)), qint64(1800));
    }

    void readsDestinations_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("unit"); // 0 frames, 1 milliseconds, -1 refused
        QTest::addColumn<bool>("relative");
        QTest::addColumn<qint64>("value");
        const auto row = [](const char *text, int unit, bool relative, qint64 value) {
            QTest::newRow(text) << text << unit << relative << value;
        };
        row("438", 0, false, 438);
        row(" f 438", 0, false, 438);
        row("16.2s", 1, false, 16200);
        row("0:16.2", 1, false, 16200);
        row("1:02:03", 1, false, 3723000);
        row("00:00:01:10", 0, false, 40);
        row("00:01:00;02", 0, false, 1800);
        row("1;00", 0, false, 30);
        row("+25", 0, true, 25);
        row("-25", 0, true, -25);
        row("+ 25", 0, true, 25);
        row("-1.5s", 1, true, -1500);
        row("+0:02", 1, true, 2000);
        row("-.5", 1, true, -500);
        for (const char *bad : {"", "+", "-", "++1", "+-1", "+00:00:01;00", "00:01:00;00",
                                "1:2:3:4:5", "00:00:00:30", "here"})
            row(bad, -1, false, 0);
    }
    void readsDestinations()
    {
        QFETCH(QString, text);
        QFETCH(int, unit);
        QFETCH(bool, relative);
        QFETCH(qint64, value);
        const Result<Destination> destination
            = parseDestination(text.toStdString(), SmpteRate{30, true});
        QCOMPARE(destination.has_value(), unit >= 0);
        if (unit >= 0) {
            QCOMPARE(static_cast<int>(destination->unit), unit);
            QCOMPARE(destination->relative, relative);
            QCOMPARE(qint64(destination->value), value);
        } else {
            QVERIFY(destination.error().message.find(text.trimmed().toStdString())
                    != std::string::npos);
        }
    }

    void labelsOfAClipThatBeginsLater()
    {
        const SmpteRate pal{25, false};
        const std::int64_t first = *parseSmpte("23:59:59:20", pal);
        const auto at
            = [&](const char *typed) { return parseDestination(typed, pal, first)->value; };
        QCOMPARE(at("23:59:59:20"), 0);
        QCOMPARE(at("23:59:59:24"), 4);
        QCOMPARE(at("00:00:00:00"), 5); // behind midnight
        QCOMPARE(at("00:00:01:00"), 30);
        QCOMPARE(at("1;00"), 25);
        QCOMPARE(at("438"), 438);
        QCOMPARE(at("+25"), 25);
        QCOMPARE(qint64(smpteDay(pal)), qint64(2'160'000));
        QCOMPARE(qint64(smpteDay({30, true})), qint64(2'589'408)); // of SMPTE ST 12
        QCOMPARE(qint64(smpteDay({60, true})), qint64(5'178'816));
    }

    void labelsNeedARate()
    {
        QVERIFY(parseDestination("00:00:01:10", std::nullopt).error().code
                == ErrorCode::Unsupported);
        QVERIFY(parseDestination("1;10", std::nullopt).error().code == ErrorCode::Unsupported);
        QVERIFY(parseDestination("0:01.5", std::nullopt).has_value());
    }
};

QTEST_GUILESS_MAIN(TestTimecode)
#include "tst_timecode.moc"
