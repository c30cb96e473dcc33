#pragma once

// The columns of each content table, in order: the one description from which column lists, rows,
// SQL and JSON of an entity are made. A visitor is called with (column name, member); it offers
// optional(member, describe) for a group of columns that are NULL together, and group(present,
// describe) where another column says whether they are.

#include "annotation/domain/Entities.h"

#include <concepts>
#include <type_traits>

namespace ecva::fields {

template <typename T, typename Entity>
concept Is = std::same_as<std::remove_const_t<T>, Entity>;

template <typename V, Is<Stamp> T>
void describe(V &v, T &stamp)
{
    v("created_at", stamp.createdAt);
    v("created_by", stamp.createdBy);
    v("modified_at", stamp.modifiedAt);
    v("modified_by", stamp.modifiedBy);
}

template <typename V, Is<MediaFacts> T>
void describe(V &v, T &media)
{
    v("media_frames", media.frames);
    v("media_first_pts", media.firstPts);
    v("media_duration_ms", media.durationMs);
    v("media_time_base_num", media.timeBase.num);
    v("media_time_base_den", media.timeBase.den);
    v("media_average_rate_num", media.averageRate.num);
    v("media_average_rate_den", media.averageRate.den);
    v("media_variable_rate", media.variableRate);
    v("media_width", media.width);
    v("media_height", media.height);
    v("media_rotation", media.rotation);
    v("media_codec", media.codec);
    v("media_has_audio", media.hasAudio);
    v("media_bytes", media.bytes);
    v("media_digest", media.digest);
}

template <typename V, Is<ProjectSettings> T>
void describe(V &v, T &settings)
{
    v("key_sentence_min", settings.keySentenceMin);
    v("key_sentence_max", settings.keySentenceMax);
    v("key_sentence_words", settings.keySentenceWords);
    v("key_sentence_characters", settings.keySentenceCharacters);
    v("active_round", settings.activeRound);
}

template <typename V, Is<Clip> T>
void describe(V &v, T &clip)
{
    v("name", clip.name);
    v("path", clip.path);
    v.optional(clip.media, [&v](auto &media) { describe(v, media); });
    v.optional(clip.cut, [&v](auto &cut) {
        v("cut_begin_ms", cut.beginMs);
        v("cut_end_ms", cut.endMs);
    });
    v("status", clip.status);
    v("verdict", clip.verdict);
    v("assignee", clip.assignee);
    v("remark", clip.remark);
    describe(v, clip.stamp);
}

template <typename V, Is<Source> T>
void describe(V &v, T &source)
{
    v("file", source.file);
    v("format", source.format);
    v("sha256", source.sha256);
    v("report", source.report);
    describe(v, source.stamp);
}

template <typename V, Is<SourceRow> T>
void describe(V &v, T &row)
{
    v("source", row.source);
    v("clip", row.clip);
    v("place", row.place);
    v("cells", row.cells);
}

template <typename V, Is<Segment> T>
void describe(V &v, T &segment)
{
    v("clip", segment.clip);
    v("track", segment.track);
    v("basis", segment.basis);
    v.group(segment.basis == Basis::Frames, [&] {
        v("begin_frame", segment.frames.begin);
        v("end_frame", segment.frames.end);
        v("begin_pts", segment.beginPts);
        v("end_pts", segment.endPts);
    });
    v("begin_ms", segment.time.beginMs);
    v("end_ms", segment.time.endMs);
    v("label", segment.label);
    v("severity", segment.severity);
    v("raw_time", segment.rawTime);
    v("raw_label", segment.rawLabel);
    describe(v, segment.stamp);
}

template <typename V, Is<QaItem> T>
void describe(V &v, T &item)
{
    v("clip", item.clip);
    v("segment", item.segment);
    v("task", item.task);
    v("question", item.question);
    describe(v, item.stamp);
}

template <typename V, Is<Answer> T>
void describe(V &v, T &answer)
{
    v("item", answer.item);
    v("role", answer.role);
    v("round", answer.round);
    v("author", answer.author);
    v("text", answer.text);
    v("raw_text", answer.rawText);
    v("state", answer.state);
    v("provenance", answer.provenance);
    describe(v, answer.stamp);
}

template <typename V, Is<KeySentence> T>
void describe(V &v, T &sentence)
{
    v("clip", sentence.clip);
    v("position", sentence.position);
    v("round", sentence.round);
    v("author", sentence.author);
    v("text", sentence.text);
    v("weight", sentence.weight);
    describe(v, sentence.stamp);
}

template <typename V, Is<KeyFrame> T>
void describe(V &v, T &mark)
{
    v("clip", mark.clip);
    v("frame", mark.frame);
    v("pts", mark.pts);
    v("author", mark.author);
    describe(v, mark.stamp);
}

template <typename V, Is<Delta> T>
void describe(V &v, T &delta)
{
    v("answer", delta.answer);
    v("masked", delta.masked);
    v("report", delta.report);
    describe(v, delta.stamp);
}

} // namespace ecva::fields
