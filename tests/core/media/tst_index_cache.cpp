// The kept index is used when it is whole and belongs to the file, and never when it does not.
#include "core/media/IndexCache.h"
#include "core/media/VideoIndex.h"
#include "tests/support/Files.h"
#include "tests/support/GeneratedMedia.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace ecva;
using namespace ecva::test;
using test::GeneratedMedia;

namespace {

const std::string kMark = "from the cache";

} // namespace

class TestIndexCache : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_video;

    std::string video() const { return m_video.toStdString(); }

    static Result<std::shared_ptr<const VideoIndex>> build(const std::string &path,
                                                           bool useCache = true)
    {
        VideoIndex::Options options;
        options.useCache = useCache;
        return VideoIndex::build(path, options);
    }

    static std::vector<std::string> texts(const VideoIndex &index)
    {
        std::vector<std::string> all;
        for (const VideoIndex::Warning &warning : index.warnings())
            all.push_back(warning.text());
        return all;
    }

    static bool areSame(const VideoIndex &a, const VideoIndex &b)
    {
        return std::equal(a.entries().begin(), a.entries().end(), b.entries().begin(),
                          b.entries().end(),
                          [](const VideoIndex::Entry &x, const VideoIndex::Entry &y) {
                              return x.pts == y.pts && x.nextPts == y.nextPts && x.id == y.id
                                     && x.key == y.key;
                          })
               && std::equal(a.keys().begin(), a.keys().end(), b.keys().begin(), b.keys().end(),
                             [](const VideoIndex::KeyPacket &x, const VideoIndex::KeyPacket &y) {
                                 return x.stamp == y.stamp && x.seekTo == y.seekTo
                                        && x.firstFrame == y.firstFrame;
                             })
               && std::equal(a.seekPoints().begin(), a.seekPoints().end(), b.seekPoints().begin(),
                             b.seekPoints().end(),
                             [](const VideoIndex::SeekPoint &x, const VideoIndex::SeekPoint &y) {
                                 return x.timestamp == y.timestamp && x.position == y.position;
                             })
               && a.info().codec == b.info().codec && a.info().width == b.info().width
               && a.info().averageRate == b.info().averageRate
               && a.info().startTimecode == b.info().startTimecode
               && a.info().timeBase == b.info().timeBase
               && a.info().audio.size() == b.info().audio.size() && a.identity() == b.identity()
               && a.streamIndex() == b.streamIndex() && texts(a) == texts(b);
    }

    /// Puts an index into the cache that tells by a warning that it came from there.
    void mark()
    {
        const auto real = build(video(), false);
        VideoIndex::Parts parts = (*real)->parts();
        parts.warnings = {{VideoIndex::Warning::Kind::ReadingEnded, 0, 0, kMark}};
        parts.mediaDigest = mediaDigest(video()).value_or("");
        writeCachedIndex(parts.mediaDigest, parts);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!GeneratedMedia::isAvailable()
            || !GeneratedMedia::hasEncoder(QStringLiteral("libx264")))
            QSKIP("no ffmpeg program with libx264 here");
        const auto &recipes = GeneratedMedia::recipes();
        const auto recipe = std::find_if(recipes.begin(), recipes.end(), [](const auto &each) {
            return each.file == QLatin1String("outlasts-its-sound.mp4");
        });
        QVERIFY(recipe != recipes.end());
        QCOMPARE(GeneratedMedia::make(*recipe, m_folder.path()), QString());
        m_video = m_folder.filePath(recipe->file);
    }

    void keptAndUsed()
    {
        const QString cache = useCacheIn(m_folder.filePath("kept"));
        const auto scanned = build(video());
        QVERIFY(scanned);
        QCOMPARE(filesIn(cache).size(), 1);
        QVERIFY(filesIn(cache).first().startsWith(cache + QStringLiteral("/ecva-studio/index/")));
        const auto again = build(video());
        QVERIFY(again);
        QVERIFY(areSame(**scanned, **again));
        mark();
        QCOMPARE((*build(video()))->warnings().size(), std::size_t{1});
        QCOMPARE((*build(video(), false))->warnings().size(), std::size_t{0});
    }

    /// What only some files have is kept too: a timecode, places to seek to where there are no
    /// cues.
    void keepsWhatSomeFilesHave()
    {
        useCacheIn(m_folder.filePath("some"));
        const struct
        {
            const char *file, *timecode;
            bool seekPoints;
        } files[] = {{"timecode.mov", "10:20:30:12", false},
                     {"drop-frame.mov", "00:00:59;28", false},
                     {"mpeg2.mxf", "01:00:00:00", false},
                     {"h264.mov", "", false},
                     {"no-cues.mkv", "", true}};
        for (const auto &each : files) {
            const auto *recipe = GeneratedMedia::recipe(QString::fromLatin1(each.file));
            QVERIFY(recipe);
            QCOMPARE(GeneratedMedia::make(*recipe, m_folder.path()), QString());
            const std::string path = m_folder.filePath(recipe->file).toStdString();
            const auto scanned = build(path);
            const auto kept = build(path);
            QVERIFY(scanned && kept);
            QVERIFY(areSame(**scanned, **kept));
            QCOMPARE((*kept)->info().startTimecode, std::string(each.timecode));
            QCOMPARE((*kept)->seekPoints().size(),
                     each.seekPoints ? (*kept)->keys().size() : std::size_t{0});
        }
    }

    void movedAndChangedFiles()
    {
        useCacheIn(m_folder.filePath("moved"));
        mark();
        const QString moved = m_folder.filePath(QStringLiteral("moved.mp4"));
        QVERIFY(QFile::copy(m_video, moved));
        QCOMPARE((*build(moved.toStdString()))->warnings().size(), std::size_t{1});
        QFile file(moved);
        QVERIFY(file.open(QIODevice::Append) && file.write("free") == 4);
        file.close();
        const auto changed = build(moved.toStdString());
        QVERIFY(changed);
        for (const VideoIndex::Warning &warning : (*changed)->warnings())
            QVERIFY(warning.detail != kMark);
    }

    void everyDamageIsSeen()
    {
        const QString cache = useCacheIn(m_folder.filePath("damaged"));
        const auto real = build(video(), false);
        mark();
        const QString path = filesIn(cache).value(0);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        file.close();
        const auto put = [&](const QByteArray &content) {
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            QVERIFY(file.write(content) == content.size());
            file.close();
        };
        std::vector<QByteArray> damaged{{},
                                        whole.left(7),
                                        whole.left(40),
                                        whole.left(whole.size() / 2),
                                        whole.left(whole.size() - 1),
                                        whole + 'x'};
        for (qsizetype place = 0; place < whole.size(); place += place < 200 ? 1 : 97) {
            damaged.push_back(whole);
            damaged.back()[place] = static_cast<char>(whole[place] ^ 0x20);
        }
        for (const QByteArray &content : damaged) {
            put(content);
            const auto index = build(video());
            QVERIFY(index);
            QVERIFY(areSame(**real, **index)); // scanned anew
        }
        qInfo("%zu damaged caches, none believed", damaged.size());
    }

    void noPlaceForIt()
    {
        const QString cache = useCacheIn(m_folder.filePath("file-in-the-way"));
        QFile file(cache);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        QVERIFY(build(video()));
    }
};

QTEST_GUILESS_MAIN(TestIndexCache)
#include "tst_index_cache.moc"
