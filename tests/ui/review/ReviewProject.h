#pragma once

#include "annotation/document/Document.h"
#include "tests/support/Must.h"
#include "tests/support/Projects.h"

#include <QString>

#include <vector>

namespace ecva::test {

inline AnswerId say(Edit &edit, ClipId clip, Task task, AnswerRole role, const QString &author,
                    const QString &text, SegmentId segment = {},
                    const QString &round = QStringLiteral("round1"),
                    const QByteArray &provenance = {})
{
    NewAnswer answer;
    answer.clip = clip;
    answer.segment = segment;
    answer.task = task;
    answer.role = role;
    answer.author = author;
    answer.round = round;
    answer.text = text;
    answer.provenance = provenance;
    return must(edit.setAnswer(answer));
}

/// A clip whose expert described two segments, and whose cause and result two models answered.
struct ReviewedClip
{
    ClipId clip;
    SegmentId first, second;
    AnswerId expertWhat, expertWhy, expertHow;
    AnswerId alphaWhat, alphaWhy, alphaHow;
    AnswerId betaHow;
};

inline ReviewedClip addReviewedClip(Document &document, const QString &name)
{
    Edit edit(document, QStringLiteral("import"));
    ReviewedClip made;
    NewClip clip;
    clip.path = name;
    clip.media = someMedia();
    made.clip = must(edit.addClip(clip));
    const auto segment = [&](int begin, int end, const QString &label) {
        NewSegment added;
        added.clip = made.clip;
        added.track = QStringLiteral("round1");
        added.frames = FrameRange{FrameIndex(begin), FrameIndex(end)};
        added.label = label;
        return must(edit.addSegment(added));
    };
    made.first = segment(10, 60, QStringLiteral("cuva:7-1"));
    made.second = segment(120, 200, QStringLiteral("cuva:4-1"));
    const AnswerRole expert = AnswerRole::Expert;
    const AnswerRole model = AnswerRole::Model;
    const QString wang = QStringLiteral("wang");
    const QString alpha = QStringLiteral("Alpha");
    const QString beta = QStringLiteral("Beta");
    made.expertWhat = say(edit, made.clip, Task::Description, expert, wang,
                          QStringLiteral("A hooded man works on the lock of a flat."), made.first);
    say(edit, made.clip, Task::Description, expert, wang,
        QStringLiteral("He opens the door and slips inside."), made.second);
    made.expertWhy
        = say(edit, made.clip, Task::Cause, expert, wang,
              QStringLiteral("The man came with tools, prepared to break in and steal."));
    made.expertHow = say(edit, made.clip, Task::Result, expert, wang,
                         QStringLiteral("The lock is forced. He searches the dark living room, and "
                                        "three cameras record him."));
    made.alphaWhat = say(edit, made.clip, Task::Description, model, alpha,
                         QStringLiteral("The video shows a man walking up a set of stairs and "
                                        "entering a house by the front door."));
    made.alphaWhy = say(edit, made.clip, Task::Cause, model, alpha,
                        QStringLiteral("The man came with tools, prepared to break in."));
    made.alphaHow = say(edit, made.clip, Task::Result, model, alpha,
                        QStringLiteral("The police arrive and find the man in the living room. He "
                                       "is arrested and taken away in handcuffs."));
    made.betaHow = say(edit, made.clip, Task::Result, model, beta,
                       QStringLiteral("A man is seen running down the street with a bag."));
    must(document.commit(std::move(edit)));
    return made;
}

/// A report as `ecva delta --json` writes it.
inline QByteArray deltaReport(double adjusted, double delta, const std::vector<double> &controls)
{
    QByteArray list;
    for (const double control : controls) {
        if (!list.isEmpty())
            list += ',';
        list += R"({"masked":[1],"frames":[0,2],"blanked":[],"delta":)"
                + QByteArray::number(control) + '}';
    }
    return R"({"answer":"a","masked_answer":"b","tokens":[{"text":"a","evidence":0.2}],"frames":[0,5],)"
           R"("key_frames":[5],"mask":"delete","delta":)"
           + QByteArray::number(delta)
           + R"(,"key":{"masked":[5],"frames":[0,1],"blanked":[],"delta":)"
           + QByteArray::number(delta) + R"(},"controls":[)" + list + R"(],"adjusted_delta":)"
           + QByteArray::number(adjusted)
           + R"(,"change":0.4,"refused":false,"notes":[],"cost":{"seconds":1,"naive_seconds":2},)"
             R"("provenance":{"model":"Alpha"}})";
}

} // namespace ecva::test
