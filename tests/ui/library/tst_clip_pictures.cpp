// The picture of a clip in the list: made once, kept by the video's digest, no picture of another.
#include "annotation/document/Document.h"
#include "core/media/VideoIndex.h"
#include "tests/support/Must.h"
#include "tests/support/Projects.h"
#include "tests/support/SmallVideo.h"
#include "ui/jobs/JobRunner.h"
#include "ui/library/ThumbnailCache.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

class TestClipPictures : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<Document> m_document;
    QString m_digest;

    ClipId add(const QString &path, const QString &digest)
    {
        Edit edit(*m_document, QStringLiteral("clip.add"));
        NewClip clip;
        clip.path = path;
        clip.media = someMedia(digest);
        const ClipId id = must(edit.addClip(clip));
        must(m_document->commit(std::move(edit)));
        return id;
    }

    QImage wait(ThumbnailCache &cache, ClipId id)
    {
        const QSignalSpy loaded(&cache, &ThumbnailCache::loaded);
        const Clip &clip = *m_document->model().clip(id);
        if (cache.image(*m_document, clip).isNull()) {
            for (int i = 0; i < 2000 && loaded.isEmpty(); ++i)
                QTest::qWait(10);
        }
        return cache.image(*m_document, clip);
    }

    QString kept() const
    {
        const QDir folder(m_folder.filePath(QStringLiteral("cache/ecva-studio/thumbnails")));
        const QStringList files = folder.entryList(QDir::Files);
        return files.size() == 1 ? folder.filePath(files[0]) : QString();
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_CACHE_HOME", m_folder.filePath(QStringLiteral("cache")).toUtf8());
        const QString path = m_folder.filePath(QStringLiteral("a.mp4"));
        makeSmallVideo(path.toStdString());
        m_digest = QString::fromStdString(must(mediaDigest(path.toStdString())));
        m_document = must(Document::create(m_folder.filePath(QStringLiteral("p.ecva")),
                                           QStringLiteral("tester")));
    }

    void madeOnceAndKept()
    {
        const ClipId clip = add(QStringLiteral("a.mp4"), m_digest);
        JobRunner jobs;
        {
            ThumbnailCache cache(jobs);
            const QImage image = wait(cache, clip);
            QCOMPARE(image.size(), QSize(ThumbnailCache::kWidth, ThumbnailCache::kHeight));
            QVERIFY(!kept().isEmpty());
        }
        // The video is spoilt, its picture is kept.
        QFile file(m_folder.filePath(QStringLiteral("a.mp4")));
        QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Truncate)
                && file.write("no video") > 0);
        file.close();
        {
            ThumbnailCache cache(jobs);
            QVERIFY(!wait(cache, clip).isNull());
        }
        // Until the entry is damaged, too.
        QFile entry(kept());
        QVERIFY(entry.open(QIODevice::ReadWrite) && entry.seek(entry.size() / 2));
        QVERIFY(entry.putChar('\x5a') && entry.putChar('\x5a') && entry.putChar('\x5a'));
        entry.close();
        ThumbnailCache cache(jobs);
        QVERIFY(wait(cache, clip).isNull());
        QVERIFY(!cache.isMissing(clip));
    }

    void otherVideosHaveNone()
    {
        JobRunner jobs;
        ThumbnailCache cache(jobs);
        const ClipId lost = add(QStringLiteral("lost.mp4"), m_digest);
        QVERIFY(wait(cache, lost).isNull());
        QVERIFY(cache.isMissing(lost));
        // A digest from a project file is no path.
        makeSmallVideo(m_folder.filePath(QStringLiteral("b.mp4")).toStdString());
        const ClipId odd = add(QStringLiteral("b.mp4"), QStringLiteral("../../../b"));
        QVERIFY(!wait(cache, odd).isNull());
        QVERIFY(!QFile::exists(m_folder.filePath(QStringLiteral("b"))));
        QVERIFY(!QFile::exists(m_folder.filePath(QStringLiteral("cache/b"))));
    }
};

QTEST_MAIN(TestClipPictures)
#include "tst_clip_pictures.moc"
