#include "annotation/evaluation/Refusal.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace ecva;

class TestRefusal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusals_data()
    {
        QTest::addColumn<QString>("answer");
        for (const char *text :
             {"None",
              "none.",
              " NONE </s>",
              "\"None\"",
              "1. None",
              "- none!",
              "Answer: None",
              "The answer is None.",
              "N/A",
              "I don't know.",
              "I do not know",
              "I cannot determine the cause of the event.",
              "I can't tell what happened.",
              "I can’t see any anomaly.",
              "Sorry, I am unable to answer this question.",
              "I'm sorry, but I cannot provide a description of the video.",
              "Based on the video, I cannot infer why the car stopped.",
              "We are not able to determine the reason.",
              "It is impossible to tell.",
              "It is not possible to determine what happened from this video.",
              "Unable to determine.",
              "Cannot tell.",
              "There is no information in the video.",
              "No relevant information.",
              "Not enough information to answer.",
              "There is not enough context to say.",
              "The cause cannot be determined.",
              "The reason could not be clearly identified from the black frames.",
              "The video does not provide any information.",
              "The video doesn't contain enough details to say what happened.",
              "无",
              "无。",
              "没有。",
              "不知道",
              "无法判断。",
              "抱歉，我无法回答这个问题。",
              "根据视频内容，我无法确定事故的原因。",
              "不能从视频中看出发生了什么。",
              "视频中没有足够的信息。",
              "画面全黑，无法描述。"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }

    void refusals()
    {
        QFETCH(QString, answer);
        QVERIFY(isRefusal(answer));
    }

    void claims_data()
    {
        QTest::addColumn<QString>("answer");
        for (const char *text : {"",
                                 "   ",
                                 "</s>",
                                 "A man falls from a ladder.",
                                 "None of the people noticed the fire.",
                                 "Nonetheless the car drove on.",
                                 "The driver cannot see the pedestrian.",
                                 "The man is unable to escape from the water.",
                                 "The people could not tell where the smoke came from and ran.",
                                 "I cannot determine the brand of the car, but it hits a cyclist.",
                                 "It is impossible to stop the fire.",
                                 "It is impossible to determine who is guilty, "
                                 "however the truck ran a red light.",
                                 "A car hits a wall. It cannot be determined why.",
                                 "The reasons are as follows: 1. The driver was drunk. 2. None",
                                 "The shop has no information desk.",
                                 "There is no traffic light.",
                                 "The boy cannot swim.",
                                 "Nobody knows the man.",
                                 "无人驾驶的汽车撞上了墙。",
                                 "没有人受伤。",
                                 "司机无法控制汽车，撞上了护栏。",
                                 "他不知道有火。",
                                 "我无法确定车牌，但是可以看到汽车撞上了行人。"})
            QTest::newRow(*text ? text : "empty") << QString::fromUtf8(text);
    }

    void claims()
    {
        QFETCH(QString, answer);
        QVERIFY(!isRefusal(answer));
    }

    void longAnswersTakeNoTime()
    {
        QVERIFY(!isRefusal(QString(2'000'000, u' ') + "a" + QString(2'000'000, u'I')));
        QVERIFY(!isRefusal(QStringLiteral("I can I can ").repeated(100'000)));
        QVERIFY(isRefusal("I cannot tell. " + QStringLiteral("No. ").repeated(100'000)));
        QVERIFY(!isRefusal(QStringLiteral("Sorry, but ").repeated(10'000) + "a car burns"));
    }

    /// None of the released answers to the masked videos is the one word "None" (models spec J.2).
    /// A few open with saying that the video tells nothing; the rules have found none else.
    void thePublishedMaskedAnswers()
    {
        const QString folder
            = qEnvironmentVariable("ECVA_SHARED_DATA",
                                   qEnvironmentVariable("ECVA_SOURCE_DIR") + "/../shared/data")
              + "/ecva/model_output/";
        QFile file(folder + "videollama2_new_reason.json");
        if (!file.open(QIODevice::ReadOnly))
            QSKIP(qPrintable("the published answers are not here: " + file.fileName()));
        const QJsonArray answers = QJsonDocument::fromJson(file.readAll()).array();
        QCOMPARE(answers.size(), 1000);
        QStringList refused;
        for (const QJsonValue &answer : answers) {
            const QString text = answer[u"output"].toString();
            QVERIFY(text.trimmed() != u"None");
            if (isRefusal(text))
                refused.append(answer[u"video_file"].toString() + u' ' + text.left(80));
        }
        QVERIFY(!refused.isEmpty());
        for (const QString &line : refused)
            QVERIFY2(line.contains(QStringLiteral("The video ")), qPrintable(line));
        qInfo("%lld of 1000 refuse", qlonglong(refused.size()));
    }
};

QTEST_GUILESS_MAIN(TestRefusal)
#include "TestRefusal.moc"
