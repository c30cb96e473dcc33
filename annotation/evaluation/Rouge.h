#pragma once

#include <QString>

namespace ecva {

struct RougeScore
{
    double precision = 0;
    double recall = 0;
    double f = 0;
};

/// ROUGE as rouge_score's RougeScorer with use_stemmer (formats spec 9.2, 9.3), to 1e-9.
/// `target` is the reference, `prediction` the text that is judged.
RougeScore rouge1(const QString &target, const QString &prediction);
RougeScore rouge2(const QString &target, const QString &prediction);
RougeScore rougeL(const QString &target, const QString &prediction);

} // namespace ecva
