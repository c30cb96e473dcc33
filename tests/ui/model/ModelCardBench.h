#pragma once

#include "tests/support/FakeModelDesk.h"
#include "tests/support/Projects.h"
#include "ui/model/ModelCard.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

#include <memory>

namespace ecva::test {

/// The model card on a project of two clips, with a model whose every state the test sets. A test
/// derives from it and adds its slots.
class ModelCardBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_document = must(
            Document::create(m_folder->filePath(QStringLiteral("p.ecva")), QStringLiteral("ana")));
        m_clip = addClip(*m_document, QStringLiteral("a.mp4"));
        m_other = addClip(*m_document, QStringLiteral("b.mp4"));
        m_segment = addSegment(*m_document, m_clip, 100, 200);
        m_workspace = std::make_unique<Workspace>();
        m_actions = std::make_unique<ActionRegistry>();
        m_desk = std::make_unique<FakeModelDesk>();
        m_workspace->setDocument(m_document.get());
        m_workspace->setClip(m_clip);
        std::vector<std::int64_t> stamps;
        for (std::int64_t i = 0; i <= 300; ++i)
            stamps.push_back(i * 512);
        m_workspace->setIndex(indexOf({1, 12800}, {25, 1}, stamps));
        m_window = std::make_unique<QWidget>();
        auto *column = new QVBoxLayout(m_window.get());
        for (const char *name : {"whatField", "whyField", "howField"}) {
            auto *field = new QPlainTextEdit;
            field->setObjectName(QString::fromLatin1(name));
            column->addWidget(field);
        }
        m_card = new ModelCard(*m_workspace, *m_desk, *m_actions);
        column->addWidget(m_card);
        m_actions->setWindow(m_window.get());
        m_window->resize(400, 900);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void cleanup()
    {
        m_window.reset();
        m_workspace->setDocument(nullptr);
        m_document.reset();
    }

protected:
    void makeReady()
    {
        m_desk->ready = ModelDesk::Readiness::Ready;
        m_desk->why.clear();
        m_desk->info = ModelInfo();
        m_desk->info->name = "AnomShield-7B";
        Q_EMIT m_desk->readinessChanged();
    }
    void propose(Proposal::State state, const QString &words, AnswerId answer = {})
    {
        Proposal proposal;
        proposal.state = state;
        proposal.request.clip = m_clip;
        proposal.request.segment = m_segment;
        proposal.model = QStringLiteral("AnomShield-7B");
        proposal.demonstration = m_desk->info && m_desk->info->demonstration;
        proposal.text = words;
        proposal.frames = {50, 100, 199, 200};
        proposal.tokens = 31;
        proposal.tokensPerSecond = 9;
        proposal.answer = answer;
        if (state == Proposal::State::Failed)
            proposal.error = QStringLiteral("out of memory");
        m_desk->answer = proposal;
        Q_EMIT m_desk->proposalChanged();
    }
    AnswerId storeProposal(const QString &words, const QByteArray &provenance = "{\"model\":\"m\"}")
    {
        Edit edit(*m_document, QStringLiteral("answer.propose"));
        NewAnswer answer;
        answer.clip = m_clip;
        answer.segment = m_segment;
        answer.role = AnswerRole::Model;
        answer.author = answer.round = QStringLiteral("AnomShield-7B");
        answer.text = words;
        answer.provenance = provenance;
        const AnswerId id = must(edit.setAnswer(answer));
        must(m_document->commit(std::move(edit)));
        return id;
    }

    QLabel *label(const char *name) const { return find<QLabel>(name); }
    QPushButton *button(const char *name) const { return find<QPushButton>(name); }
    QPlainTextEdit *field(const char *name) const { return find<QPlainTextEdit>(name); }
    QPlainTextEdit *text() const { return find<QPlainTextEdit>("proposalText"); }
    template <typename T>
    T *find(const char *name) const
    {
        T *found = m_window->findChild<T *>(QString::fromLatin1(name));
        if (!found)
            qFatal("no widget %s", name);
        return found;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<ActionRegistry> m_actions;
    std::unique_ptr<FakeModelDesk> m_desk;
    std::unique_ptr<QWidget> m_window;
    ModelCard *m_card = nullptr;
    ClipId m_clip, m_other;
    SegmentId m_segment;
};

} // namespace ecva::test
