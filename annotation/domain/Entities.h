#pragma once

#include "annotation/domain/Ids.h"
#include "annotation/domain/Names.h"
#include "core/base/Rational.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace ecva {

/// Who made a thing and when. `at` is UTC, ISO 8601 with milliseconds ("2026-11-21T08:45:12.345Z").
struct Stamp
{
    QString createdAt;
    QString createdBy;
    QString modifiedAt;
    QString modifiedBy;

    friend bool operator==(const Stamp &, const Stamp &) = default;
};

/// Facts of a clip's video, copied from its VideoIndex when it was linked, so that a project can be
/// read without its videos.
struct MediaFacts
{
    qint64 frames = 0;
    qint64 firstPts = 0;
    qint64 durationMs = 0;
    Rational timeBase{1, 1};
    Rational averageRate{0, 1};
    bool variableRate = false;
    int width = 0; ///< coded
    int height = 0;
    int rotation = 0;
    QString codec;
    bool hasAudio = false;
    qint64 bytes = 0;
    QString digest; ///< mediaDigest() of the file

    friend bool operator==(const MediaFacts &, const MediaFacts &) = default;
};

/// Milliseconds [beginMs, endMs) from the first frame.
struct TimeRangeMs
{
    qint64 beginMs = 0;
    qint64 endMs = 0;

    friend bool operator==(const TimeRangeMs &, const TimeRangeMs &) = default;
};

struct Clip
{
    ClipId id;
    QString name; ///< what lists show; the file name unless the source names it ("19-1")
    /// '/'-separated; relative to the project's folder when it lies under it, else absolute. A clip
    /// of an imported sheet whose video nobody has keeps the expected name ("00001.mp4").
    QString path;
    std::optional<MediaFacts> media; ///< none: no video linked
    /// A clip that is a cut of a longer video; its times stay those of the whole video.
    std::optional<TimeRangeMs> cut;
    ClipStatus status = ClipStatus::Draft;
    Verdict verdict = Verdict::Undecided;
    QString assignee;
    QString remark;
    Stamp stamp;

    friend bool operator==(const Clip &, const Clip &) = default;
};

/// A marked stretch of a clip on a track ("round1", "round2", "gold", a model's name).
struct Segment
{
    SegmentId id;
    ClipId clip;
    QString track;
    Basis basis = Basis::Frames;
    FrameRange frames;   ///< [begin, end); meaningful when basis is Frames
    qint64 beginPts = 0; ///< pts of the first frame and of the end, in the clip's time base
    qint64 endPts = 0;
    TimeRangeMs time;            ///< always set: from the source, or derived from the frames
    QString label;               ///< a taxonomy label ("cuva:7-1"); empty: none yet
    std::optional<int> severity; ///< 1-5
    QString rawTime;             ///< as the source wrote it ("[0052,0114]"); empty when made here
    QString rawLabel;            ///< as the source wrote it ("[7-1,5]", free text)
    Stamp stamp;

    friend bool operator==(const Segment &, const Segment &) = default;
};

/// A question about a clip or one of its segments; its answers hang on it.
struct QaItem
{
    QaItemId id;
    ClipId clip;
    SegmentId segment; ///< 0: about the whole clip
    Task task = Task::Description;
    QString question;
    Stamp stamp;

    friend bool operator==(const QaItem &, const QaItem &) = default;
};

struct Answer
{
    AnswerId id;
    QaItemId item;
    AnswerRole role = AnswerRole::Expert;
    QString round;  ///< "round1", "round2", …: one vocabulary with tracks
    QString author; ///< a person, or the model's name
    QString text;
    QString rawText; ///< as the source wrote it, when `text` was cleaned; else empty
    AnswerState state = AnswerState::Open;
    QByteArray provenance; ///< canonical JSON: where it came from; empty when typed by a person
    Stamp stamp;

    friend bool operator==(const Answer &, const Answer &) = default;
};

struct KeySentence
{
    KeySentenceId id;
    ClipId clip;
    int position = 0; ///< 0, 1, 2, … within clip and round
    QString round;
    QString author;
    QString text;
    double weight = 1.0;
    Stamp stamp;

    friend bool operator==(const KeySentence &, const KeySentence &) = default;
};

/// A frame a person flagged as showing the anomaly.
struct KeyFrame
{
    KeyFrameId id;
    ClipId clip;
    FrameIndex frame;
    qint64 pts = 0;
    QString author;
    Stamp stamp;

    friend bool operator==(const KeyFrame &, const KeyFrame &) = default;
};

/// What asking again without the key frames showed about a model's answer
/// (hallucination-delta.md).
struct Delta
{
    DeltaId id;
    AnswerId answer;   ///< of the model, role Model
    AnswerId masked;   ///< the answer without the key frames, role Masked; 0: none was asked for
    QByteArray report; ///< canonical JSON: all measures and their provenance, see DeltaSummary
    Stamp stamp;

    friend bool operator==(const Delta &, const Delta &) = default;
};

/// A file that was imported.
struct Source
{
    SourceId id;
    QString file;   ///< name without folder
    QString format; ///< "ecva-xlsx"
    QString sha256;
    QByteArray report; ///< canonical JSON: counts and warnings
    Stamp stamp;

    friend bool operator==(const Source &, const Source &) = default;
};

/// One record of a source, word for word, beside what was made of it.
struct SourceRow
{
    SourceRowId id;
    SourceId source;
    ClipId clip;
    QString place;    ///< "一轮标注!A4"
    QByteArray cells; ///< canonical JSON object, column → raw text

    friend bool operator==(const SourceRow &, const SourceRow &) = default;
};

/// Settings of a project, edited like everything else.
struct ProjectSettings
{
    int keySentenceMin = 4;
    int keySentenceMax = 6;
    int keySentenceWords = 7;       ///< at most, for text without Chinese characters
    int keySentenceCharacters = 14; ///< at most, for Chinese
    QString activeRound = QStringLiteral("round1");

    friend bool operator==(const ProjectSettings &, const ProjectSettings &) = default;
};

} // namespace ecva
