#include "ui/shell/StatusLine.h"

#include "annotation/document/Document.h"
#include "core/media/VideoIndex.h"
#include "ui/shell/FrameProof.h"
#include "ui/shell/FrameTruthBadge.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QTimer>

#include <iterator>

namespace ecva {
namespace {

constexpr int kHeight = 24;
constexpr int kHintMs = 6000;

} // namespace

StatusLine::StatusLine(Workspace &workspace, JobRunner &jobs, ActionRegistry &actions,
                       QWidget *parent)
    : QStatusBar(parent)
    , m_workspace(workspace)
    , m_clip(new Label(Label::Tone::Text2, this))
    , m_hint(new Label(Label::Tone::Text2, this))
    , m_keys(new Label(Label::Tone::Text2, this))
    , m_video(new Label(Label::Tone::Text2, this))
    , m_proof(new FrameProof(workspace, jobs, actions, this))
    , m_truth(new FrameTruthBadge(*m_proof, actions, this))
    , m_hintTimer(new QTimer(this))
{
    setFixedHeight(kHeight);
    setSizeGripEnabled(false);
    delete layout(); // the bar's own, for its messages: here everything has a fixed place
    setObjectName(QStringLiteral("statusLine"));
    m_hint->setObjectName(QStringLiteral("hint"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 1, 12, 0);
    row->setSpacing(16);
    for (Label *label : {m_clip, m_hint, m_keys, m_video}) {
        label->setFont(uiFont(TextSize::Secondary));
        if (label == m_hint) {
            label->setElided(true);
            row->addWidget(label, 1);
        } else {
            row->addWidget(label);
        }
    }
    row->addWidget(m_truth);
    m_hintTimer->setSingleShot(true);
    m_hintTimer->setInterval(kHintMs);
    connect(m_hintTimer, &QTimer::timeout, this, [this] { m_hint->clear(); });
    connect(&workspace, &Workspace::hintShown, this, &StatusLine::showHint);
    connect(&workspace, &Workspace::clipChanged, this, &StatusLine::refresh);
    connect(&workspace, &Workspace::indexChanged, this, &StatusLine::refresh);
    connect(&workspace, &Workspace::documentChanged, this, [this] {
        if (Document *document = m_workspace.document()) {
            connect(document, &Document::changed, this, [this](const ChangeEvent &event) {
                if (event.clipsAddedOrRemoved)
                    refresh();
            });
        }
        refresh();
    });
    connect(qApp, &QApplication::focusChanged, this, &StatusLine::refreshKeys);
    refresh();
    refreshKeys();
}

void StatusLine::showHint(const QString &text)
{
    m_hint->setText(text);
    m_hintTimer->start();
}

void StatusLine::refreshKeys()
{
    const bool typing = isTextField(QApplication::focusWidget())
                        && QApplication::focusWidget()->window() == window() && m_workspace.clip();
    m_keys->setText(typing ? tr("Typing: F5 play   F6 F7 2 s   F11 F12 in out   Esc timeline")
                           : QString());
    m_keys->setVisible(typing);
}

void StatusLine::refresh()
{
    Document *document = m_workspace.document();
    if (!document) {
        m_clip->setText(tr("No project open"));
    } else {
        const auto &clips = document->model().clips();
        const auto found = clips.find(m_workspace.clip());
        m_clip->setText(found == clips.end()
                            ? tr("%n clip(s)", nullptr, static_cast<int>(clips.size()))
                            : tr("Clip %1 of %2")
                                  .arg(std::distance(clips.begin(), found) + 1)
                                  .arg(clips.size()));
    }
    const auto index = m_workspace.index();
    m_video->setVisible(index != nullptr);
    if (index) {
        const MediaInfo &info = index->info();
        const QString rate = QLocale().toString(info.averageRate.toDouble(), 'g', 4);
        const QString size
            = QStringLiteral("%1×%2").arg(info.displayWidth()).arg(info.displayHeight());
        const QString codec = QString::fromStdString(info.codec);
        m_video->setText(index->isVariableRate()
                             ? tr("%1 %2 · variable, mean %3 fps").arg(codec, size, rate)
                             : tr("%1 %2 · %3 fps").arg(codec, size, rate));
    }
}

void StatusLine::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        m_hint->clear();
        refresh();
        refreshKeys();
    }
    QStatusBar::changeEvent(event);
}

bool StatusLine::event(QEvent *event)
{
    // QStatusBar answers a layout request by making its own layout again.
    return QWidget::event(event);
}

void StatusLine::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, 0, width(), 1), theme.hairline);
}

} // namespace ecva
