#pragma once

#include "annotation/domain/Names.h"
#include "annotation/evaluation/DeltaSummary.h"
#include "ui/delta/EvidenceWords.h"
#include "ui/model/ModelDesk.h"
#include "ui/style/Controls.h"

#include <QString>
#include <QStringList>

namespace ecva {

/// "0.061", "−0.2": the minus sign of the language.
QString numberText(double value, int decimals);
/// "+0.061", "−0.061".
QString signedText(double value, int decimals);

/// "breaking: +0.912 nats".
QString evidenceTip(const EvidenceWord &word);
/// "How (result)", as the task is asked.
QString taskName(Task task);
QString maskName(DeltaMode mode);
/// As stored ("blank"); Delete for a name that is not known.
DeltaMode maskMode(const QString &name);

/// What a delta says, in whole sentences.
struct DeltaWording
{
    QString icon; ///< of resources/icons
    Label::Tone tone = Label::Tone::Text2;
    QString headline;
    QString sentence;
    QString detail; ///< further sentences
};
DeltaWording wordingOf(const DeltaSummary &summary);

/// "inside the control spread".
QString placeAmongControls(const DeltaSummary &summary);
/// "3 of 16 blanked".
QString maskedNote(const DeltaSummary &summary);
/// A note of the engine in the reader's language; empty for one that the view says elsewhere, as it
/// is for one that is not known.
QString noteText(const QString &note);
/// "What was blanked, and what it cost the answer".
QString maskTableTitle(const QString &mask);
/// Smallest and largest delta of the controls; precondition: there are some.
struct Spread
{
    double least = 0;
    double most = 0;
    double mean = 0;
};
Spread spreadOf(const std::vector<MaskSummary> &controls);

/// The decoding of a report's provenance: "Greedy, fp32, seed 7"; empty when it says nothing.
QString decodingText(const QByteArray &report);
/// The report's provenance as indented JSON; the whole report when it has none.
QString provenanceText(const QByteArray &report);

} // namespace ecva
