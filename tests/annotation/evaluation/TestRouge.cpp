#include "annotation/evaluation/EditDistance.h"
#include "annotation/evaluation/Porter.h"
#include "annotation/evaluation/Rouge.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace ecva;

namespace {

QJsonObject read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                          : QJsonObject();
}

QString sharedFile(const QString &name)
{
    return qEnvironmentVariable("ECVA_SHARED_DATA",
                                qEnvironmentVariable("ECVA_SOURCE_DIR") + "/../shared/data")
           + u'/' + name;
}

/// The largest difference of precision, recall and F to [P, R, F].
double difference(const RougeScore &score, const QJsonValue &wanted)
{
    return std::max({std::abs(score.precision - wanted[0].toDouble()),
                     std::abs(score.recall - wanted[1].toDouble()),
                     std::abs(score.f - wanted[2].toDouble())});
}

double difference(const QString &target, const QString &prediction, const QJsonObject &wanted)
{
    return std::max({difference(rouge1(target, prediction), wanted[u"rouge1"]),
                     difference(rouge2(target, prediction), wanted[u"rouge2"]),
                     difference(rougeL(target, prediction), wanted[u"rougeL"])});
}

} // namespace

class TestRouge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// tests/golden/rouge.py: rouge_score and nltk themselves.
    void asTheReferenceLibraries()
    {
        const QJsonObject golden
            = read(qEnvironmentVariable("ECVA_SOURCE_DIR") + "/tests/golden/rouge.json");
        const QJsonArray pairs = golden[u"pairs"].toArray();
        QVERIFY(pairs.size() >= 20);
        for (const QJsonValue &pair : pairs) {
            const QString target = pair[u"target"].toString();
            const double off = difference(target, pair[u"prediction"].toString(), pair.toObject());
            QVERIFY2(off <= 1e-12, qPrintable(target));
        }
        const QJsonObject stems = golden[u"stems"].toObject();
        QVERIFY(stems.size() > 140);
        for (auto stem = stems.begin(); stem != stems.end(); ++stem)
            QCOMPARE(porterStem(stem.key().toStdString()), stem.value().toString().toStdString());
    }

    void byHand()
    {
        // "the cat sat" in "the cat on the mat": 2 of 3 and 2 of 5; one pair of 2 and of 4.
        const RougeScore one = rouge1("the cat sat", "the cat on the mat");
        QCOMPARE(one.precision, 2.0 / 5);
        QCOMPARE(one.recall, 2.0 / 3);
        QCOMPARE(one.f, 0.5);
        QCOMPARE(rouge2("the cat sat", "the cat on the mat").precision, 1.0 / 4);
        QCOMPARE(rougeL("a b c d", "a x c d").f, 0.75);
        QCOMPARE(rougeL("", "a").f, 0.0);
        QCOMPARE(rouge2("a", "a").f, 0.0); // no pairs at all
    }

    void theStemmerOfNltk()
    {
        QFile file(sharedFile("expected/porter_nltk.tsv"));
        if (!file.open(QIODevice::ReadOnly))
            QSKIP(qPrintable("the list of stems is not here: " + file.fileName()));
        int words = 0;
        for (const QByteArray &line : file.readAll().split('\n')) {
            const QList<QByteArray> columns = line.split('\t');
            if (columns.size() < 2)
                continue;
            ++words;
            QCOMPARE(porterStem(columns[0].toStdString()), columns[1].toStdString());
        }
        QVERIFY(words > 4000);
    }

    void edgeCases()
    {
        const QString path = sharedFile("expected/edge_cases.json");
        const QJsonArray items = read(path)[u"items"].toArray();
        if (items.isEmpty())
            QSKIP(qPrintable("the expected scores are not here: " + path));
        for (const QJsonValue &item : items) {
            const double off = difference(item[u"human"].toString(), item[u"output"].toString(),
                                          item.toObject());
            QVERIFY2(off <= 1e-9, qPrintable(item[u"id"].toString()));
        }
    }

    void thePublishedAnswers_data()
    {
        QTest::addColumn<QString>("answers");
        QTest::addColumn<QString>("truth");
        QTest::addColumn<QString>("expected");
        QTest::newRow("videollama2") << "ecva/model_output/videollama2_new_reason.json"
                                     << "human_expert_answer"
                                     << "expected/videollama2_new_reason.json";
        QTest::newRow("cuva") << "cuva/output_anomaly_cause.json" << "answer"
                              << "expected/cuva_output_anomaly_cause.json";
    }

    void thePublishedAnswers()
    {
        QFETCH(QString, answers);
        QFETCH(QString, truth);
        QFETCH(QString, expected);
        QFile file(sharedFile(answers));
        const QJsonArray items = read(sharedFile(expected))[u"items"].toArray();
        if (items.isEmpty() || !file.open(QIODevice::ReadOnly))
            QSKIP(qPrintable("answers and their scores are not here: " + file.fileName()));
        QHash<QString, QJsonObject> scores;
        for (const QJsonValue &item : items)
            scores.insert(item[u"id"].toString().section(u':', -1), item.toObject());
        int compared = 0;
        const QJsonArray records = QJsonDocument::fromJson(file.readAll()).array();
        for (const QJsonValue &record : records) {
            const QJsonObject object = record.toObject();
            const QString id
                = (object.contains(u"video_file") ? object[u"video_file"] : object[u"video_id"])
                      .toString();
            const auto wanted = scores.constFind(id);
            if (wanted == scores.constEnd())
                continue;
            ++compared;
            const double off
                = difference(object[truth].toString(), object[u"output"].toString(), *wanted);
            QVERIFY2(off <= 1e-9, qPrintable(id));
        }
        QCOMPARE(compared, items.size());
    }

    void editDistances()
    {
        QCOMPARE(editDistance(u"kitten", u"sitting"), 3);
        QCOMPARE(editDistance(u"", u"abc"), 3);
        QCOMPARE(editDistance(u"三人", u"三个人"), 1);
        QCOMPARE(editDistance(u"a😀b", u"ab"), 1); // a character, not two halves
    }
};

QTEST_GUILESS_MAIN(TestRouge)
#include "TestRouge.moc"
