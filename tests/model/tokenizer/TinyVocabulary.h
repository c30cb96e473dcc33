#pragma once

#include "model/api/Modules.h"
#include "model/api/Tokenizer.h"

#include <QByteArray>
#include <QDir>
#include <QTemporaryDir>

#include "tests/support/Must.h"

namespace ecva::test {

/// English and Chinese, blanks in a row, digits: enough for a few hundred merges.
inline TokenizerTraining tinyTraining(const std::filesystem::path &output, int size = 420)
{
    TokenizerTraining training;
    for (int i = 0; i < 4; ++i) {
        training.sentences.insert(
            training.sentences.end(),
            {"Give a detailed description of the anomalous segment in the video.",
             "A man in a dark coat walks up to the car and breaks the window with a hammer.",
             "The assistant gives helpful, detailed, and polite answers to the user's questions.",
             "the cat sat at the table at ten, then at the other table",
             "two  blanks  and    four    blanks        eight", "1.The vehicle was badly damaged.",
             "一名男子打碎了车窗，然后逃跑。", "火灾发生在住宅楼，火势很大。"});
    }
    training.vocabularySize = size;
    training.output = output;
    return training;
}

/// The tokenizer module with a vocabulary trained on the spot, for tests that need a real one.
class TinyVocabulary
{
public:
    TinyVocabulary()
    {
        qputenv("ECVA_MODULE_DIR", qgetenv("ECVA_BIN_DIR"));
        const std::filesystem::path file = m_folder.filePath("tokenizer.model").toStdString();
        module = must(tokenizerModule());
        must(module->train(tinyTraining(file)));
        tokenizer = must(module->load(file));
        path = file;
    }

    TokenizerModule *module = nullptr;
    std::unique_ptr<Tokenizer> tokenizer;
    std::filesystem::path path;

private:
    QTemporaryDir m_folder;
};

} // namespace ecva::test
