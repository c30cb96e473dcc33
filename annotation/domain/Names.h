#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace ecva {

/// How far the work on a clip has come.
enum class ClipStatus { Draft, Submitted, InReview, Returned, Accepted, Gold };
/// What the annotator found, apart from the workflow status. Undecided until somebody says.
enum class Verdict { Undecided, Anomaly, NoAnomaly, FileBroken, NeedsClass, CannotDecide };
/// What a question asks for; the field's what, why and how are Description, Cause and Result.
enum class Task { Description, Cause, Result, Classification, Time, Free };
enum class AnswerRole { Expert, Model, Masked, Gold };
enum class AnswerState { Open, Accepted, Rejected };
/// What a reviewer decided about a model's answer beside an expert's. Reject leaves gold alone.
enum class Settlement { AcceptModel, KeepExpert, Merge, Reject };
/// Frames where the media is known, seconds where it is missing.
enum class Basis { Frames, Seconds };

/// Stable names, as stored in the project and used by the command line ("in_review", "no_anomaly").
/// fromName gives nothing for an unknown name; names<T>() lists all, for error messages.
QString toName(ClipStatus value);
QString toName(Verdict value);
QString toName(Task value);
QString toName(AnswerRole value);
QString toName(AnswerState value);
QString toName(Settlement value);
QString toName(Basis value);

template <typename T>
std::optional<T> fromName(const QString &name);
template <typename T>
QStringList names();

} // namespace ecva
