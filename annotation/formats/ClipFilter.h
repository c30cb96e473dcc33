#pragma once

#include "annotation/document/ProjectModel.h"
#include "core/base/Result.h"

#include <QStringList>

namespace ecva {

/// Which clips, rounds and tasks: words with blanks between, all of which must hold.
///
///     status:draft,returned   verdict:anomaly   assignee:"Li Hong"
///     round:1 (or round:round1)   task:cause   source:annotations.xlsx
///     clip:0001*   class:7-1 (or class:7: with its sub-classes)
///     camera "red car"        anything else: a text in the clip, in any case
///
/// A comma means "or"; quotes keep blanks and commas together; `*` and `?` are wild in clip and
/// source. round: and task: also select what hangs on a clip: see selects…().
class ClipFilter
{
public:
    /// Errors: InvalidArgument, naming the word, and what is known where it is not.
    static Result<ClipFilter> parse(const QString &expression);

    bool isEmpty() const { return m_terms.empty(); }
    bool matches(const ProjectModel &model, const Clip &clip) const;
    /// False for what a round: or task: word leaves out.
    bool selectsRound(const QString &round) const;
    bool selectsTask(Task task) const;

private:
    struct Term
    {
        QString key; ///< empty: text
        QStringList values;
    };
    static bool holds(const Term &term, const ProjectModel &model, const Clip &clip);
    std::vector<Term> m_terms;
};

} // namespace ecva
