// `ecva index`, `frames` and `sample` as a script sees them, against the ffmpeg program and against
// facts of real clips that were counted elsewhere.
#include "tests/support/CliRunner.h"
#include "tests/support/GeneratedMedia.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <random>

using ecva::test::CliOptions;
using ecva::test::GeneratedMedia;
using ecva::test::runCli;

namespace {

constexpr quint64 kSeed = 99;

QString sharedData()
{
    return qEnvironmentVariable("ECVA_SHARED_DATA", qEnvironmentVariable("ECVA_SOURCE_DIR")
                                                        + QStringLiteral("/../shared/data"));
}

QStringList words(const char *text)
{
    return QString::fromUtf8(text).split(u' ', Qt::SkipEmptyParts);
}

QJsonArray numbers(const char *text)
{
    QJsonArray array;
    for (const QString &word : words(text))
        array.append(word.toInt());
    return array;
}

} // namespace

class TestMediaCommands : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    int m_files = 0;
    int m_hashes = 0;

    /// The recipe's file; empty when this ffmpeg program cannot make it.
    QString made(const QString &file)
    {
        const auto &all = GeneratedMedia::recipes();
        const auto recipe = std::find_if(all.begin(), all.end(),
                                         [&](const auto &each) { return each.file == file; });
        if (recipe == all.end() || !GeneratedMedia::hasEncoder(recipe->encoder)
            || !GeneratedMedia::make(*recipe, m_folder.path()).isEmpty())
            return {};
        return m_folder.filePath(file);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!GeneratedMedia::isAvailable()
            || !GeneratedMedia::hasEncoder(QStringLiteral("libx264")))
            QSKIP("no ffmpeg program with libx264 here");
    }

    void factsOfRealClips()
    {
        QFile facts(sharedData() + QStringLiteral("/expected/clips.json"));
        if (!facts.open(QIODevice::ReadOnly))
            QSKIP(qPrintable(QStringLiteral("not there: ") + facts.fileName()));
        const QJsonArray clips = QJsonDocument::fromJson(facts.readAll()).array();
        QVERIFY(!clips.isEmpty());
        QStringList arguments{QStringLiteral("index"), QStringLiteral("--json")};
        for (const QJsonValue &clip : clips)
            arguments.append(sharedData() + QStringLiteral("/clips/") + clip[u"file"].toString());
        const auto ran = runCli(arguments);
        QVERIFY2(ran.exit == 0, ran.text().constData());
        const QJsonArray found = ran.json().toArray();
        QCOMPARE(found.size(), clips.size());
        for (int i = 0; i < clips.size(); ++i) {
            const QJsonValue expected = clips[i];
            const QJsonValue index = found[i];
            const QByteArray file = expected[u"file"].toString().toUtf8();
            const char *name = file.constData();
            QVERIFY2(index[u"frames"] == expected[u"frames_decoded"], name);
            QVERIFY2(qAbs(index[u"first_pts_s"].toDouble() - expected[u"first_pts"].toDouble())
                         < 1e-6,
                     name);
            QVERIFY2(qAbs(index[u"last_pts_s"].toDouble() - expected[u"last_pts"].toDouble())
                         < 1e-6,
                     name);
            QVERIFY2(qAbs(index[u"avg_fps"].toDouble() - expected[u"fps"].toDouble()) < 1e-9, name);
            const double spread
                = expected[u"max_step"].toDouble() - expected[u"min_step"].toDouble();
            QVERIFY2(index[u"vfr"].toBool() == (spread > 0.0015), name);
            for (const char16_t *fact : {u"rotation", u"width", u"height", u"codec", u"profile"})
                QVERIFY2(index[QStringView(fact)] == expected[QStringView(fact)], name);
            const QJsonArray audio = index[u"audio"].toArray();
            const QJsonArray wanted = expected[u"audio"].toArray();
            QCOMPARE(audio.size(), wanted.size());
            for (int stream = 0; stream < audio.size(); ++stream) {
                QVERIFY2(audio[stream][u"codec"] == wanted[stream][u"codec"], name);
                QVERIFY2(audio[stream][u"rate"].toInt()
                             == wanted[stream][u"rate"].toString().toInt(),
                         name);
                QVERIFY2(audio[stream][u"channels"] == wanted[stream][u"channels"], name);
            }
            const auto probe = GeneratedMedia::probe(arguments[i + 2]);
            QVERIFY2(index[u"key_frames"].toInt() == probe.keys(), name);
        }
        qInfo("%d real clips agree", static_cast<int>(clips.size()));
    }

    void hashes_data()
    {
        QTest::addColumn<QString>("file");
        // A few of each kind: tst_random_gets goes through them all.
        for (const char *file :
             {"b-pyramid.mp4",     "open-gop.ts",        "open-gop-cut.mp4", "edit-mid-gop.mp4",
              "variable-rate.mkv", "starts-negative.ts", "turned.mp4",       "ten-bit.mp4",
              "interlaced.ts",     "b-frames-mpeg4.avi", "raw.h264",         "vp9.webm",
              "av1.mkv",           "animation.gif",      "theora.ogv",       "cover.mp4",
              "h264.flv",          "truncated.ts",       "equal-pts.mkv",    "two-videos.mkv"})
            QTest::newRow(file) << QString::fromLatin1(file);
    }
    void hashes()
    {
        QFETCH(QString, file);
        const QString path = made(file);
        if (path.isEmpty())
            QSKIP("this ffmpeg program cannot make it");
        const QStringList truth = GeneratedMedia::truth(*GeneratedMedia::recipe(file)).hashes;
        std::mt19937_64 random(kSeed);
        QList<int> asked;
        for (int i = 0; i < 15; ++i)
            asked.append(static_cast<int>(random() % static_cast<quint64>(truth.size())));
        QStringList list;
        for (const int number : asked)
            list.append(QString::number(number));
        const auto ran
            = runCli({QStringLiteral("frames"), path, QStringLiteral("--at"), list.join(u','),
                      QStringLiteral("--hash"), QStringLiteral("--json")});
        QVERIFY2(ran.exit == 0, ran.text().constData());
        const QJsonArray frames = ran.json().toArray();
        QCOMPARE(frames.size(), asked.size());
        for (int i = 0; i < asked.size(); ++i) {
            QCOMPARE(frames[i][u"index"].toInt(), asked[i]); // in the order asked
            QCOMPARE(frames[i][u"sha256"].toString(), truth[asked[i]]);
            ++m_hashes;
        }
        ++m_files;
    }

    /// The pictures that models and exports see are the ffmpeg program's own, turned as it turns
    /// them.
    void pictures_data()
    {
        QTest::addColumn<QString>("file");
        for (const char *file : {"b-pyramid.mp4", "turned.mp4", "mjpeg.mov", "variable-rate.mkv"})
            QTest::newRow(file) << QString::fromLatin1(file);
    }
    void pictures()
    {
        QFETCH(QString, file);
        const QString path = made(file);
        if (path.isEmpty())
            QSKIP("this ffmpeg program cannot make it");
        const QString folder = m_folder.filePath(QStringLiteral("pictures-") + file);
        const auto hashed
            = runCli({QStringLiteral("frames"), path, QStringLiteral("--at"), QStringLiteral("7"),
                      QStringLiteral("--hash=rgb24"), QStringLiteral("--json")});
        QVERIFY2(hashed.exit == 0, hashed.text().constData());
        const auto written
            = runCli({QStringLiteral("frames"), path, QStringLiteral("--at"), QStringLiteral("7,7"),
                      QStringLiteral("--out"), folder, QStringLiteral("--json")});
        QVERIFY2(written.exit == 0, written.text().constData());
        QCOMPARE(QDir(folder).entryList(QDir::Files),
                 QStringList{QStringLiteral("frame_000007.png")});
        const QString picture = written.json().toArray()[0][u"file"].toString();
        QCOMPARE(QFileInfo(picture).fileName(), QStringLiteral("frame_000007.png"));

        const auto rgbHash = [&](const QString &source, const QString &select) {
            const QString list = m_folder.filePath(QStringLiteral("rgb.txt"));
            const QString problem = GeneratedMedia::ffmpeg(
                QStringList{QStringLiteral("-i"), source}
                + (select
                   + QStringLiteral(" -frames:v 1 -pix_fmt rgb24 -f framehash -hash sha256 "))
                      .split(u' ', Qt::SkipEmptyParts)
                + QStringList{list});
            QFile file(list);
            if (!problem.isEmpty() || !file.open(QIODevice::ReadOnly))
                return problem;
            const QByteArray last = file.readAll().trimmed().split('\n').last();
            return QString::fromLatin1(last.mid(last.lastIndexOf(',') + 1).trimmed());
        };
        const QString truth = rgbHash(path, QStringLiteral("-map 0:v:0 -vf select=eq(n\\,7) "
                                                           "-fps_mode passthrough"));
        QCOMPARE(hashed.json().toArray()[0][u"sha256"].toString(), truth);
        QCOMPARE(rgbHash(picture, QString()), truth);
    }

    void samples_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QJsonArray>("expected");
        QTest::newRow("default") << words(
            "--frames 16") << numbers("9 28 46 65 84 102 121 140 159 177 196 215 233 252 271 289");
        QTest::newRow("videollama2")
            << words("--frames 16 --scheme videollama2")
            << numbers("9 28 47 65 84 103 121 140 159 178 196 215 234 252 271 290");
        QTest::newRow("fps") << words("--frames 16 --scheme fps")
                             << numbers("12 37 62 87 112 137 162 187 212 237 262 287");
    }
    void samples()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QJsonArray, expected);
        const QString path
            = made(QStringLiteral("long-closed-gop.mp4")); // 300 frames at 25 a second
        const auto ran = runCli(
            QStringList{QStringLiteral("sample"), path, QStringLiteral("--json")} + arguments);
        QVERIFY2(ran.exit == 0, ran.text().constData());
        QCOMPARE(ran.json()[u"indexes"].toArray(), expected);
    }

    void proxies()
    {
        const QString path = made(QStringLiteral("long-closed-gop.mp4"));
        const QTemporaryDir cache;
        CliOptions options;
        options.environment = {QStringLiteral("XDG_CACHE_HOME=") + cache.path()};
        for (const bool first : {true, false}) {
            const auto ran
                = runCli({QStringLiteral("proxy"), path, QStringLiteral("--json")}, options);
            QVERIFY2(ran.exit == 0, ran.text().constData());
            const QJsonObject one = ran.json().toArray().first().toObject();
            QCOMPARE(one[u"frames"].toInt(), 300);
            QCOMPARE(one[u"made"].toBool(), first);
            QVERIFY(one[u"bytes"].toInt() > 1000);
            QVERIFY(one[u"proxy"].toString().startsWith(cache.path()));
        }
    }

    void refusals_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exit");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const char *arguments, int exit, const char *says) {
            QTest::newRow(name) << words(arguments) << exit << QString::fromLatin1(says);
        };
        row("frame behind the last", "frames FILE --at 3,300 --hash", 3, "299");
        row("negative frame", "frames FILE --at=-1 --hash", 3, "-1");
        row("hash and pictures", "frames FILE --at 1 --hash --out x", 2, "");
        row("neither", "frames FILE --at 1", 2, "");
        row("unknown hash", "frames FILE --at 1 --hash=md5", 2, "md5");
        row("no frames", "sample FILE --frames 0", 2, "0");
        row("unknown scheme", "sample FILE --frames 8 --scheme best", 2, "best");
        row("scheme without its model", "sample FILE --frames 8 --scheme ats", 2, "--model");
        row("verify nothing", "index FILE --verify 0", 2, "--verify");
        row("verify what", "index FILE --verify some", 2, "some");
        row("picture folder in the way", "frames FILE --at 1 --out FILE", 4, "long-closed-gop.mp4");
    }
    void refusals()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, exit);
        QFETCH(QString, says);
        arguments.replaceInStrings(QStringLiteral("FILE"),
                                   made(QStringLiteral("long-closed-gop.mp4")));
        const auto ran = runCli(arguments);
        QVERIFY2(ran.exit == exit, ran.text().constData());
        QVERIFY2(ran.err.contains(says.toUtf8()), ran.text().constData());
        QCOMPARE(ran.out, QByteArray());
    }

    void oneBadFileStopsNoOther()
    {
        const QString good = made(QStringLiteral("one-frame.mp4"));
        const auto ran = runCli({QStringLiteral("index"), good, QStringLiteral("nowhere.mp4"), good,
                                 QStringLiteral("--json")});
        QCOMPARE(ran.exit, 4);
        QVERIFY(ran.err.contains("nowhere.mp4"));
        const QJsonArray all = ran.json().toArray();
        QCOMPARE(all.size(), 3);
        QCOMPARE(all[0][u"frames"].toInt(), 1);
        QVERIFY(all[1][u"error"].toString().contains(QLatin1String("nowhere.mp4")));
        QCOMPARE(all[2][u"frames"].toInt(), 1);
    }

    void verifies()
    {
        const QString path = made(QStringLiteral("open-gop-cut.ts"));
        const auto all = runCli({QStringLiteral("index"), path, QStringLiteral("--verify"),
                                 QStringLiteral("all"), QStringLiteral("--json")});
        QVERIFY2(all.exit == 0, all.text().constData());
        const QJsonValue one = all.json();
        QVERIFY(one[u"frames"].toInt() > 5);
        QCOMPARE(one[u"verify"][u"checked"], one[u"frames"]);
        QCOMPARE(one[u"verify"][u"linear_frames"], one[u"frames"]);
        QCOMPARE(one[u"verify"][u"mismatches"].toInt(-1), 0);
        const auto some = runCli({QStringLiteral("index"), path, QStringLiteral("--verify"),
                                  QStringLiteral("7"), QStringLiteral("--json")});
        QCOMPARE(some.json()[u"verify"][u"checked"].toInt(), 7);
    }

    void interrupted()
    {
        const QString path = made(QStringLiteral("long-closed-gop.mp4"));
        QProcess process;
        process.start(ecva::test::programPath(QStringLiteral("ecva")),
                      {QStringLiteral("index"), path, QStringLiteral("--verify"),
                       QStringLiteral("100000000"), QStringLiteral("--json")});
        QVERIFY(process.waitForStarted());
        QTest::qWait(500);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 6);
        QCOMPARE(process.readAllStandardOutput(), QByteArray());
    }

    void cleanupTestCase()
    {
        qInfo("seed %llu: %d hashes of %d files equal the ffmpeg program's",
              static_cast<unsigned long long>(kSeed), m_hashes, m_files);
    }
};

QTEST_GUILESS_MAIN(TestMediaCommands)
#include "TestMediaCommands.moc"
