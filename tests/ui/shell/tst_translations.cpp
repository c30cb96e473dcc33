#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

namespace {

struct Message
{
    QString context;
    QString source;
    QString comment;
    QStringList translations; ///< one, or one per plural form
    bool unfinished = false;

    QString key() const { return context + u'\n' + source + u'\n' + comment; }
};

QList<Message> readTs(const QString &path)
{
    QList<Message> messages;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return messages;
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == u"name") {
            context = xml.readElementText();
        } else if (xml.name() == u"message") {
            messages.append({context, {}, {}, {}, false});
        } else if (xml.name() == u"source") {
            messages.last().source = xml.readElementText();
        } else if (xml.name() == u"comment") {
            messages.last().comment = xml.readElementText();
        } else if (xml.name() == u"translation") {
            messages.last().unfinished
                = xml.attributes().value(QLatin1String("type")) == u"unfinished";
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
            messages.last().translations.append(text.trimmed());
        }
    }
    return messages;
}

QSet<QString> placeholders(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("%L?[0-9n]"));
    QSet<QString> found;
    for (auto it = pattern.globalMatch(text); it.hasNext();)
        found.insert(it.next().captured());
    return found;
}

} // namespace

/// Nothing that a person sees in Chinese is left in English or loses a number on the way.
class TestTranslations : public QObject
{
    Q_OBJECT

private:
    QDir m_root{qEnvironmentVariable("ECVA_SOURCE_DIR")};
    QList<Message> m_chinese;

private Q_SLOTS:
    void initTestCase()
    {
        m_chinese = readTs(m_root.filePath(QStringLiteral("translations/ecva_zh_CN.ts")));
        QVERIFY(m_chinese.size() > 300);
    }

    void everyTextIsTranslated()
    {
        for (const Message &message : m_chinese) {
            QVERIFY2(!message.unfinished, qPrintable(message.key()));
            QVERIFY2(!message.translations.value(0).isEmpty(), qPrintable(message.key()));
        }
    }

    void numbersAndNamesSurvive()
    {
        for (const Message &message : m_chinese) {
            for (const QString &translation : message.translations)
                QVERIFY2(placeholders(translation) == placeholders(message.source),
                         qPrintable(message.key() + u'\n' + translation));
        }
    }

    /// The files are as new as the sources: no text of the program is missing from them.
    void noTextIsMissing()
    {
        QTemporaryDir folder;
        const QString fresh = folder.filePath(QStringLiteral("fresh_zh_CN.ts"));
        QProcess lupdate;
        lupdate.setWorkingDirectory(m_root.path());
        lupdate.start(QStringLiteral(ECVA_LUPDATE),
                      {QStringLiteral("-silent"), QStringLiteral("-I"), QStringLiteral("."),
                       QStringLiteral("annotation"), QStringLiteral("app"), QStringLiteral("core"),
                       QStringLiteral("ui"), QStringLiteral("-locations"), QStringLiteral("none"),
                       QStringLiteral("-ts"), fresh});
        QVERIFY(lupdate.waitForFinished(120'000));
        QCOMPARE(lupdate.exitCode(), 0);
        QSet<QString> known;
        for (const Message &message : m_chinese)
            known.insert(message.key());
        const QList<Message> texts = readTs(fresh);
        QVERIFY(texts.size() > 300);
        QStringList missing;
        for (const Message &message : texts) {
            if (!known.contains(message.key()))
                missing.append(message.key());
        }
        QVERIFY2(missing.isEmpty(), qPrintable(QStringLiteral("run translations/update.sh:\n")
                                               + missing.join(QStringLiteral("\n---\n"))));
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
