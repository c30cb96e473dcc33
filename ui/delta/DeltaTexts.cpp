#include "ui/delta/DeltaTexts.h"

#include "annotation/evaluation/WordDiff.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace ecva {
namespace {

/// Nats per token below which an answer counts as being as likely as before.
constexpr double kSameLikelihood = 0.1;

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(ecva::DeltaView)
};

struct ModeName
{
    DeltaMode mode;
    const char *id;
    const char *name;
};
constexpr std::array<ModeName, 5> kModes{
    {{DeltaMode::Delete, "delete", QT_TRANSLATE_NOOP("ecva::DeltaView", "Delete")},
     {DeltaMode::Blank, "blank", QT_TRANSLATE_NOOP("ecva::DeltaView", "Blank")},
     {DeltaMode::Black, "black", QT_TRANSLATE_NOOP("ecva::DeltaView", "Black")},
     {DeltaMode::Freeze, "freeze", QT_TRANSLATE_NOOP("ecva::DeltaView", "Freeze")},
     {DeltaMode::Blur, "blur", QT_TRANSLATE_NOOP("ecva::DeltaView", "Blur")}}};

int countOf(std::size_t count)
{
    return static_cast<int>(count);
}

/// Texts one after another, as `pattern` puts two together.
QString joined(const QStringList &texts, const QString &pattern)
{
    QString all = texts.value(0);
    for (qsizetype i = 1; i < texts.size(); ++i)
        all = pattern.arg(all, texts[i]);
    return all;
}

QString sentenceOf(const DeltaSummary &summary, DeltaVerdict verdict)
{
    const int frames = countOf(summary.keyFrames.size());
    const double delta = summary.delta.value_or(0);
    switch (verdict) {
    case DeltaVerdict::NotRead:
        if (delta < kSameLikelihood)
            return Texts::tr("Without the %n key frame(s) this answer is as likely as before.",
                             nullptr, frames);
        return Texts::tr("Without the %n key frame(s) this answer loses no more than without "
                         "others.",
                         nullptr, frames);
    case DeltaVerdict::Partly:
        return Texts::tr("Without the %n key frame(s) this answer loses a little more than "
                         "without others.",
                         nullptr, frames);
    case DeltaVerdict::Read:
        if (delta < kSameLikelihood)
            return Texts::tr("Without the %n key frame(s) this answer loses a little, and more "
                             "than without any others.",
                             nullptr, frames);
        return Texts::tr("Without the %n key frame(s) each token of this answer is %1 times "
                         "less likely.",
                         nullptr, frames)
            .arg(numberText(std::exp(delta), 1));
    case DeltaVerdict::Unknown:
        break;
    }
    if (summary.keyFrames.empty())
        return Texts::tr("The model never saw the anomaly (0 of %n samples).", nullptr,
                         countOf(summary.frames.size()));
    return Texts::tr("There is nothing to compare with: any frame that is missing changes an "
                     "answer.");
}

QStringList detailsOf(const DeltaSummary &summary)
{
    QStringList details;
    if (!summary.delta) {
        details << Texts::tr("None of the frames it was given lies in a marked segment, so nothing "
                             "could be taken away.");
        return details;
    }
    const LeaningPhrase phrase = leaningPhrase(evidenceWords(summary.tokens));
    if (phrase.text.isEmpty())
        details << Texts::tr("No word leans on them.");
    else if (phrase.all)
        details << Texts::tr("Only “%1” leans on them.").arg(phrase.text);
    else
        details << Texts::tr("“%1” leans on them most.").arg(phrase.text);
    if (!summary.controls.empty()) {
        const Spread spread = spreadOf(summary.controls);
        const int others = countOf(summary.controls.front().masked.size());
        if (others > 0 && spread.mean < 0)
            details << Texts::tr("Taking away %n other(s) makes it likelier, by %1 on average.",
                                 nullptr, others)
                           .arg(numberText(-spread.mean, 3));
        else if (others > 0)
            details << Texts::tr("Taking away %n other(s) costs %1 on average.", nullptr, others)
                           .arg(numberText(spread.mean, 3));
    }
    if (summary.refused)
        details << Texts::tr("Without them the model says that it cannot tell.");
    else if (summary.answer == summary.maskedAnswer)
        details << Texts::tr("Its answer stays the same, word for word.");
    return details;
}

} // namespace

QString numberText(double value, int decimals)
{
    QString text = QLocale().toString(std::abs(value), 'f', decimals);
    if (std::signbit(value) && value != 0)
        text.prepend(QChar(0x2212));
    return text;
}

QString signedText(double value, int decimals)
{
    return std::signbit(value) && value != 0 ? numberText(value, decimals)
                                             : u'+' + numberText(value, decimals);
}

QString evidenceTip(const EvidenceWord &word)
{
    return Texts::tr("%1: %2 nats").arg(word.word.text, signedText(word.evidence, 3));
}

QString taskName(Task task)
{
    switch (task) {
    case Task::Description:
        return Texts::tr("What (description)");
    case Task::Cause:
        return Texts::tr("Why (cause)");
    case Task::Result:
        return Texts::tr("How (result)");
    case Task::Classification:
        return Texts::tr("Class");
    case Task::Time:
        return Texts::tr("When");
    case Task::Free:
        break;
    }
    return Texts::tr("Question");
}

QString maskName(DeltaMode mode)
{
    for (const ModeName &each : kModes) {
        if (each.mode == mode)
            return Texts::tr(each.name);
    }
    return {};
}

DeltaMode maskMode(const QString &name)
{
    for (const ModeName &each : kModes) {
        if (name == QLatin1String(each.id))
            return each.mode;
    }
    return DeltaMode::Delete;
}

DeltaWording wordingOf(const DeltaSummary &summary)
{
    DeltaWording wording;
    const DeltaVerdict verdict = verdictOf(summary);
    switch (verdict) {
    case DeltaVerdict::Read:
        wording
            = {QStringLiteral("check"), Label::Tone::Ok, Texts::tr("Read off the video"), {}, {}};
        break;
    case DeltaVerdict::Partly:
        wording = {QStringLiteral("info"),
                   Label::Tone::Accent,
                   Texts::tr("Partly read off the video"),
                   {},
                   {}};
        break;
    case DeltaVerdict::NotRead:
        wording = {QStringLiteral("warning"),
                   Label::Tone::Warn,
                   Texts::tr("Probably not read off the video"),
                   {},
                   {}};
        break;
    case DeltaVerdict::Unknown:
        wording = {QStringLiteral("question"),
                   Label::Tone::Warn,
                   summary.keyFrames.empty() ? Texts::tr("Never saw the anomaly")
                                             : Texts::tr("No verdict without controls"),
                   {},
                   {}};
        break;
    }
    wording.sentence = sentenceOf(summary, verdict);
    wording.detail = joined(detailsOf(summary), Texts::tr("%1 %2", "one sentence after another"));
    return wording;
}

QString placeAmongControls(const DeltaSummary &summary)
{
    if (!summary.delta || summary.controls.empty())
        return Texts::tr("no controls");
    const Spread spread = spreadOf(summary.controls);
    if (*summary.delta > spread.most)
        return Texts::tr("above the controls");
    if (*summary.delta < spread.least)
        return Texts::tr("below the controls");
    return Texts::tr("among the controls");
}

QString maskedNote(const DeltaSummary &summary)
{
    const int all = countOf(summary.frames.size());
    const int masked = countOf(summary.keyFrames.size());
    if (summary.key.blanked.empty())
        return Texts::tr("%n of %1 cut out", nullptr, masked).arg(all);
    switch (maskMode(summary.mask)) {
    case DeltaMode::Black:
        return Texts::tr("%n of %1 blackened", nullptr, masked).arg(all);
    case DeltaMode::Freeze:
        return Texts::tr("%n of %1 frozen", nullptr, masked).arg(all);
    case DeltaMode::Blur:
        return Texts::tr("%n of %1 blurred", nullptr, masked).arg(all);
    case DeltaMode::Blank:
    case DeltaMode::Delete:
        break;
    }
    return Texts::tr("%n of %1 blanked", nullptr, masked).arg(all);
}

QString noteText(const QString &note)
{
    if (note.startsWith(QLatin1String("the model never saw the anomaly")))
        return {};
    if (note.startsWith(QLatin1String("no room outside the key intervals")))
        return Texts::tr("There is no room outside the key intervals for as many other frames.");
    if (note.contains(QLatin1String("too many to mask as many others")))
        return Texts::tr("So many samples are key frames that as many others cannot be masked.");
    if (note.startsWith(QLatin1String("the key frames are the whole clip")))
        return Texts::tr("The key frames are the whole clip: they were blanked, not cut out.");
    if (note.startsWith(QLatin1String("measured on the answer as it comes now")))
        return Texts::tr("Measured on the answer that the model gives now; the stored one reads "
                         "otherwise.");
    if (note.startsWith(QLatin1String("controls are alike")))
        return Texts::tr("Controls are alike: there are too few other frames for different ones.");
    if (note.contains(QLatin1String("could be frozen")))
        return Texts::tr(
            "No picture comes before the first frames: they were blanked, not frozen.");
    return note;
}

QString maskTableTitle(const QString &mask)
{
    switch (maskMode(mask)) {
    case DeltaMode::Delete:
        return Texts::tr("What was cut out, and what it cost the answer");
    case DeltaMode::Blank:
        return Texts::tr("What was blanked, and what it cost the answer");
    case DeltaMode::Black:
        return Texts::tr("What was blackened, and what it cost the answer");
    case DeltaMode::Freeze:
        return Texts::tr("What was frozen, and what it cost the answer");
    case DeltaMode::Blur:
        break;
    }
    return Texts::tr("What was blurred, and what it cost the answer");
}

Spread spreadOf(const std::vector<MaskSummary> &controls)
{
    Spread spread{controls.front().delta, controls.front().delta, 0};
    for (const MaskSummary &control : controls) {
        spread.least = std::min(spread.least, control.delta);
        spread.most = std::max(spread.most, control.delta);
        spread.mean += control.delta / static_cast<double>(controls.size());
    }
    return spread;
}

QString decodingText(const QByteArray &report)
{
    const QJsonObject provenance
        = QJsonDocument::fromJson(report).object().value(QStringLiteral("provenance")).toObject();
    const QJsonObject generation = provenance.value(QStringLiteral("generation")).toObject();
    QStringList parts;
    if (generation.value(QStringLiteral("greedy")).toBool())
        parts << Texts::tr("Greedy");
    else if (generation.contains(QStringLiteral("temperature")))
        parts << Texts::tr("Temperature %1")
                     .arg(
                         numberText(generation.value(QStringLiteral("temperature")).toDouble(), 2));
    if (const QString type = provenance.value(QStringLiteral("dtype")).toString(); !type.isEmpty())
        parts << type;
    if (const QJsonValue seed = provenance.value(QStringLiteral("control_seed")); seed.isDouble())
        parts << Texts::tr("seed %1").arg(seed.toVariant().toString());
    return joined(parts, Texts::tr("%1, %2", "items of a list"));
}

QString provenanceText(const QByteArray &report)
{
    const QJsonObject all = QJsonDocument::fromJson(report).object();
    const QJsonObject own = all.value(QStringLiteral("provenance")).toObject();
    return QString::fromUtf8(QJsonDocument(own.isEmpty() ? all : own).toJson());
}

} // namespace ecva
