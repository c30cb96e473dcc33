// A certificate says only what was checked, is believed only for what it is about, and survives no
// damage.
#include "core/media/Certificate.h"
#include "core/media/DiskCache.h"
#include "core/media/IndexCache.h"
#include "core/media/Packing.h"
#include "tests/support/GeneratedMedia.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <limits>

using namespace ecva;
using test::GeneratedMedia;

namespace {

const std::string kDigest(64, 'a');

VideoIndex::Parts someParts(int frames = 50)
{
    VideoIndex::Parts parts;
    parts.info.timeBase = {1, 25};
    for (int i = 0; i < frames; ++i)
        parts.entries.push_back({i, i + 1, i, i % 10 == 0});
    for (int i = 0; i < frames; i += 10)
        parts.keys.push_back({i, i, i});
    return parts;
}

Certificate someCertificate(const VideoIndex &index, std::int64_t seeks,
                            std::vector<FrameIndex> mismatches = {})
{
    VerifyReport report;
    report.checked = seeks;
    report.linearFrames = index.frameCount();
    report.mismatches = std::move(mismatches);
    return issueCertificate(index, report, 7, "1.2.3");
}

} // namespace

class TestCertificate : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

private Q_SLOTS:
    void init()
    {
        static int n = 0;
        qputenv("XDG_CACHE_HOME", m_folder.filePath(QString::number(++n)).toUtf8());
    }

    void packsWhatItUnpacks()
    {
        using Limits = std::numeric_limits<std::int64_t>;
        const std::vector<std::int64_t> numbers{0,
                                                -1,
                                                1,
                                                63,
                                                64,
                                                -64,
                                                -65,
                                                1LL << 40,
                                                -(1LL << 40),
                                                8191,
                                                8192,
                                                Limits::min(),
                                                Limits::max()};
        Packer packer;
        for (const std::int64_t number : numbers)
            packer.value(number);
        packer.value(std::numeric_limits<std::uint64_t>::max());
        packer.value(true);
        packer.value(std::string("a\0b", 3));
        Unpacker unpacker(packer.bytes());
        for (const std::int64_t number : numbers) {
            std::int64_t read = 5;
            unpacker.value(read);
            QCOMPARE(read, number);
        }
        std::uint64_t seed = 0;
        unpacker.value(seed);
        QCOMPARE(seed, std::numeric_limits<std::uint64_t>::max());
        bool flag = false;
        unpacker.value(flag);
        QVERIFY(flag);
        std::string text;
        unpacker.value(text);
        QCOMPARE(text, std::string("a\0b", 3));
        QVERIFY(unpacker.finished());
    }

    void unpacksNothingElse()
    {
        Packer packer;
        packer.value(300);
        std::int8_t small = 0;
        Unpacker tooLarge(packer.bytes());
        tooLarge.value(small);
        QVERIFY(!tooLarge.finished());
        std::int64_t number = 0;
        Unpacker endless(std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"));
        endless.value(number);
        QVERIFY(!endless.finished());
        Unpacker cut(std::string_view("\x80"));
        cut.value(number);
        QVERIFY(!cut.finished());
        std::string text;
        Packer length;
        length.value(1LL << 60);
        Unpacker huge(length.bytes());
        huge.value(text);
        QVERIFY(!huge.finished());
        std::vector<int> list;
        Unpacker items(length.bytes());
        items.list(list, [](auto &each, int &item) { each.value(item); });
        QVERIFY(!items.finished());
        QVERIFY(list.empty());
    }

    void keptForItsIndexOnly()
    {
        const VideoIndex index(someParts());
        const Certificate issued = someCertificate(index, 60);
        QVERIFY(issued.isSound());
        QVERIFY(QRegularExpression(QStringLiteral("^20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$"))
                    .match(QString::fromStdString(issued.issuedText()))
                    .hasMatch());
        keepCertificate(kDigest, index, issued);
        const auto read = readCertificate(kDigest, index);
        QVERIFY(read.has_value());
        QCOMPARE(read->checked, std::int64_t{60});
        QCOMPARE(read->seed, std::uint64_t{7});
        QCOMPARE(read->issued, issued.issued);
        QCOMPARE(read->mediaLibrary, mediaLibraryVersion());
        QCOMPARE(read->program, std::string("1.2.3"));
        QVERIFY(!readCertificate(std::string(64, 'b'), index));

        VideoIndex::Parts parts = someParts(49);
        QVERIFY(!readCertificate(kDigest, VideoIndex(parts)));
        parts = someParts();
        parts.entries[20].pts += 1;
        QVERIFY(!readCertificate(kDigest, VideoIndex(parts)));
        parts = someParts();
        parts.keys[2].seekTo -= 1;
        QVERIFY(!readCertificate(kDigest, VideoIndex(parts)));
        parts = someParts();
        parts.streamIndex = 1;
        QVERIFY(!readCertificate(kDigest, VideoIndex(parts)));
    }

    void anotherDecoderOrFormatNeedsANewOne()
    {
        const VideoIndex index(someParts());
        Certificate old = someCertificate(index, 60);
        QVERIFY(old.fits(index));
        old.mediaLibrary = "4.4";
        QVERIFY(!old.fits(index));
        keepCertificate(kDigest, index, old);
        QVERIFY(!readCertificate(kDigest, index));
        old = someCertificate(index, 60);
        old.indexVersion = kIndexFormatVersion - 1;
        QVERIFY(!old.fits(index));
    }

    void theStrongerStays()
    {
        const VideoIndex index(someParts());
        keepCertificate(kDigest, index, someCertificate(index, 50));
        QCOMPARE(keepCertificate(kDigest, index, someCertificate(index, 1)).checked,
                 std::int64_t{50});
        QCOMPARE(readCertificate(kDigest, index)->checked, std::int64_t{50});
        // What was found counts, however few seeks found it; a smaller check does not undo it.
        const Certificate bad = someCertificate(index, 2, {FrameIndex(31)});
        QCOMPARE(keepCertificate(kDigest, index, bad).mismatchCount, std::int64_t{1});
        QCOMPARE(keepCertificate(kDigest, index, someCertificate(index, 1)).mismatchCount,
                 std::int64_t{1});
        QCOMPARE(readCertificate(kDigest, index)->mismatches,
                 std::vector<FrameIndex>{FrameIndex(31)});
        QCOMPARE(keepCertificate(kDigest, index, someCertificate(index, 50)).mismatchCount,
                 std::int64_t{0});
        // A later program checks anew.
        Certificate later = someCertificate(index, 3);
        later.program = "1.3.0";
        QCOMPARE(keepCertificate(kDigest, index, later).checked, std::int64_t{3});
    }

    void manyMismatchesAreCounted()
    {
        const VideoIndex index(someParts(5000));
        std::vector<FrameIndex> all;
        for (int i = 0; i < 5000; ++i)
            all.emplace_back(i);
        keepCertificate(kDigest, index, someCertificate(index, 5000, all));
        const auto read = readCertificate(kDigest, index);
        QCOMPARE(read->mismatchCount, std::int64_t{5000});
        QCOMPARE(read->mismatches.size(), Certificate::kMostListed);
        QVERIFY(!read->isSound());
    }

    void everyDamageIsSeen()
    {
        const VideoIndex index(someParts());
        keepCertificate(kDigest, index, someCertificate(index, 60));
        const QString path
            = QString::fromStdString(DiskCache("certificate", 1).file(kDigest + ".crt").string());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        file.close();
        for (qsizetype place = 0; place <= whole.size(); ++place) {
            QByteArray damaged = whole.left(place);
            for (const bool cut : {true, false}) {
                if (!cut && place < whole.size()) {
                    damaged = whole;
                    damaged[place] = static_cast<char>(whole[place] ^ 0x10);
                } else if (place == whole.size()) {
                    damaged = whole + 'x';
                }
                QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
                file.write(damaged);
                file.close();
                QVERIFY(!readCertificate(kDigest, index));
            }
        }
    }

    void states()
    {
        const VideoIndex index(someParts());
        VideoIndex::Parts lossy = someParts();
        lossy.warnings = {{VideoIndex::Warning::Kind::FramesLost, 51, 50, {}}};
        const VideoIndex damaged(lossy);
        const Certificate sound = someCertificate(index, 60);
        const Certificate bad = someCertificate(index, 60, {FrameIndex(3)});
        Certificate fewer = sound;
        fewer.linearFrames = 49;
        QCOMPARE(frameTruth(index, {}), FrameTruth::Exact);
        QCOMPARE(frameTruth(index, sound), FrameTruth::Verified);
        QCOMPARE(frameTruth(index, bad), FrameTruth::Mismatched);
        QCOMPARE(frameTruth(index, fewer), FrameTruth::Mismatched);
        QCOMPARE(frameTruth(damaged, {}), FrameTruth::Damaged);
        QCOMPARE(frameTruth(damaged, sound), FrameTruth::Damaged);
        QCOMPARE(frameTruth(damaged, bad), FrameTruth::Mismatched);
    }

    /// A copy of the recipe's clip in our own folder, and what ffmpeg says of it; skips where it
    /// cannot be made.
    static QString copyOf(const char *file, const QTemporaryDir &folder, QString &problem)
    {
        const auto *recipe = GeneratedMedia::recipe(QLatin1String(file));
        if (!recipe || !GeneratedMedia::isAvailable()
            || !GeneratedMedia::hasEncoder(recipe->encoder)) {
            problem = QStringLiteral("the ffmpeg program cannot make ") + QLatin1String(file);
            return {};
        }
        problem = GeneratedMedia::make(*recipe, folder.path());
        return folder.filePath(recipe->file);
    }

    /// Bit errors that the decoder does not see: only parts of pictures that nothing was decoded
    /// into tell of them.
    void aCheckFindsDamageAndMends()
    {
        QString problem;
        const QString file = copyOf("corrupted-hevc.mkv", m_folder, problem);
        if (!problem.isEmpty())
            QSKIP(qPrintable(problem));
        const auto truth
            = GeneratedMedia::truth(*GeneratedMedia::recipe(QStringLiteral("corrupted-hevc.mkv")));
        const auto before = VideoIndex::build(file.toStdString(), {});
        QVERIFY(before);
        if (!(*before)->warnings().empty())
            QSKIP("this FFmpeg sees the damage when the index is built");
        QCOMPARE(frameTruth(**before, {}), FrameTruth::Exact);
        VerifyOptions options;
        options.seeks = VerifyOptions::kAll;
        const auto proof = proveFrames(file.toStdString(), *before, options, "1.2.3");
        QVERIFY(proof);
        QVERIFY(proof->index != *before);
        QCOMPARE(proof->report.mismatches.size(), std::size_t{0});
        QCOMPARE(proof->report.damaged, std::int64_t{truth.unsettled});
        QCOMPARE(proof->index->warnings().size(), std::size_t{1});
        const auto &warning = proof->index->warnings().front();
        QCOMPARE(warning.kind, VideoIndex::Warning::Kind::DamagedFrames);
        QCOMPARE(warning.count, std::int64_t{truth.unsettled});
        QCOMPARE(frameTruth(*proof->index, proof->certificate), FrameTruth::Damaged);
        // The same frames at the same times, kept for whoever asks next.
        const auto after = VideoIndex::build(file.toStdString(), {});
        QVERIFY(after);
        QCOMPARE((*after)->warnings().size(), std::size_t{1});
        QCOMPARE((*after)->frameCount(), (*before)->frameCount());
        QVERIFY(readCertificate((*after)->mediaDigest(), **after));
    }

    void aWrongIndexIsMendedWhereItsTimesStay()
    {
        QString problem;
        const QString file = copyOf("b-pyramid.mp4", m_folder, problem);
        if (!problem.isEmpty())
            QSKIP(qPrintable(problem));
        const auto good = VideoIndex::build(file.toStdString(), {});
        QVERIFY(good);
        VideoIndex::Parts parts = (*good)->parts();
        std::swap(parts.entries[30].id, parts.entries[31].id); // each shows the other
        const auto swapped = std::make_shared<const VideoIndex>(parts);
        VerifyOptions options;
        options.seeks = VerifyOptions::kAll;
        auto proof = proveFrames(file.toStdString(), swapped, options, "1.2.3");
        QVERIFY(proof);
        QVERIFY(proof->index != swapped);
        QVERIFY(proof->certificate.isSound());
        QVERIFY(proof->report.agrees(*proof->index));
        // Annotations made at other times would change their meaning: then it is only told.
        for (std::size_t i = 31; i < parts.entries.size(); ++i)
            parts.entries[i].pts += 1;
        const auto shifted = std::make_shared<const VideoIndex>(parts);
        proof = proveFrames(file.toStdString(), shifted, options, "1.2.3");
        QVERIFY(proof);
        QVERIFY(proof->index == shifted);
        QVERIFY(!proof->report.mismatches.empty());
        QCOMPARE(frameTruth(*shifted, proof->certificate), FrameTruth::Mismatched);
    }

    void damageThatIsMetCounts()
    {
        const VideoIndex index(someParts());
        QCOMPARE(frameTruth(index, someCertificate(index, 60)), FrameTruth::Verified);
        index.noteDamage();
        QVERIFY(index.hasMetDamage());
        QCOMPARE(frameTruth(index, {}), FrameTruth::Damaged);
    }

    void aChangedFileIsNoticed()
    {
        const QString name = m_folder.filePath(QStringLiteral("changing"));
        const std::string path = name.toStdString();
        const auto write = [&](const QByteArray &bytes) {
            QFile file(name);
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
        };
        QVERIFY(write(QByteArray(100, 'a')));
        VideoIndex::Parts parts = someParts();
        parts.info.bytes = 100;
        parts.modified = modificationTime(path);
        QVERIFY(parts.modified != 0);
        const VideoIndex index(parts);
        QVERIFY(index.checkUnchanged(path));
        std::filesystem::last_write_time(path, std::filesystem::last_write_time(path)
                                                   + std::chrono::seconds(2));
        auto same = index.checkUnchanged(path);
        QVERIFY(!same && same.error().code == ErrorCode::BadInput);
        QVERIFY(same.error().message.find("written to") != std::string::npos);
        parts.modified = 0; // not known: the size decides
        const VideoIndex untimed(parts);
        QVERIFY(untimed.checkUnchanged(path));
        QVERIFY(write(QByteArray(99, 'a')));
        same = untimed.checkUnchanged(path);
        QVERIFY(!same && same.error().code == ErrorCode::BadInput);
        QVERIFY(same.error().message.find("99 bytes now, 100 then") != std::string::npos);
        QVERIFY(QFile::remove(name));
        same = untimed.checkUnchanged(path);
        QVERIFY(!same && same.error().code == ErrorCode::NotFound);
    }

    void ofARealCheck()
    {
        if (!GeneratedMedia::isAvailable()
            || !GeneratedMedia::hasEncoder(QStringLiteral("libx264")))
            QSKIP("no ffmpeg program with libx264 here");
        const auto &recipes = GeneratedMedia::recipes();
        const auto recipe = std::find_if(recipes.begin(), recipes.end(), [](const auto &each) {
            return each.file == QLatin1String("b-pyramid.mp4");
        });
        QVERIFY(recipe != recipes.end());
        QCOMPARE(GeneratedMedia::make(*recipe, m_folder.path()), QString());
        const std::string video = m_folder.filePath(recipe->file).toStdString();
        const auto index = VideoIndex::build(video, {});
        QVERIFY(index);
        VerifyOptions options;
        options.seeks = 20;
        options.seed = 3;
        const auto report = verifyIndex(video, *index, options);
        QVERIFY(report);
        const auto digest = mediaDigest(video);
        keepCertificate(*digest, **index, issueCertificate(**index, *report, 3, "1.2.3"));
        const auto again = VideoIndex::build(video, {}); // from the cache
        const auto read = readCertificate(*digest, **again);
        QVERIFY(read.has_value());
        QCOMPARE(read->checked, std::int64_t{20});
        QCOMPARE(read->linearFrames, std::int64_t{75});
        QCOMPARE(frameTruth(**again, read), FrameTruth::Verified);
        // The same frames by another way of telling them apart are another index.
        VideoIndex::Options decode;
        decode.decodeAlways = true;
        const auto decoded = VideoIndex::build(video, decode);
        QVERIFY(readCertificate(*digest, **decoded)); // but this one is equal
    }
};

QTEST_GUILESS_MAIN(TestCertificate)
#include "tst_certificate.moc"
