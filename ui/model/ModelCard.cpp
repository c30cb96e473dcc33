#include "ui/model/ModelCard.h"

#include "annotation/document/Document.h"
#include "ui/model/CoverageStrip.h"
#include "ui/model/ModelDesk.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextDocument>

namespace ecva {
namespace {

constexpr int kLines = 3;
constexpr int kLineHeight = 20;
constexpr int kWarnEdge = 3;

QPushButton *makeButton(const QString &name, ButtonKind kind = ButtonKind::Plain)
{
    auto *button = new QPushButton;
    button->setObjectName(name);
    button->setFocusPolicy(Qt::TabFocus);
    setButtonKind(button, kind);
    return button;
}

} // namespace

ModelCard::ModelCard(Workspace &workspace, ModelDesk &desk, ActionRegistry &actions,
                     QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_desk(desk)
    , m_actions(actions)
{
    setObjectName(QStringLiteral("modelCard"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 6, 16, 8);
    column->setSpacing(6);
    buildHead();
    buildAnswer();
    registerCommands();

    connect(&desk, &ModelDesk::readinessChanged, this, &ModelCard::refresh);
    connect(&desk, &ModelDesk::loadingProgressed, this, &ModelCard::refresh);
    connect(&desk, &ModelDesk::askingAllChanged, this, &ModelCard::refresh);
    connect(&desk, &ModelDesk::askedAll, &workspace, &Workspace::showHint);
    connect(&desk, &ModelDesk::wantsStepsChanged, this, &ModelCard::refresh);
    connect(&desk, &ModelDesk::proposalChanged, this, &ModelCard::refresh);
    connect(&workspace, &Workspace::documentChanged, this, &ModelCard::connectDocument);
    connect(&workspace, &Workspace::clipChanged, this, &ModelCard::refresh);
    connect(&workspace, &Workspace::segmentChanged, this, &ModelCard::refresh);
    connect(&workspace, &Workspace::indexChanged, this, &ModelCard::refresh);
    connect(qApp, &QApplication::focusChanged, this,
            [this](QWidget *, QWidget *now) { followFocus(now); });
    retranslate();
    connectDocument();
}

ModelCard::~ModelCard() = default;

void ModelCard::buildHead()
{
    m_name = new Label(Label::Tone::Text1);
    m_name->setObjectName(QStringLiteral("modelName"));
    m_name->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    m_name->setElided(true);
    m_about = new Label(Label::Tone::Text3);
    m_about->setObjectName(QStringLiteral("modelAbout"));
    m_rate = new Label(Label::Tone::Text2);
    m_rate->setObjectName(QStringLiteral("modelRate"));
    m_rate->setFont(uiFont(TextSize::Secondary));
    m_rate->setTabular(true);
    m_ask = makeButton(QStringLiteral("askButton"));
    m_stop = makeButton(QStringLiteral("stopButton"), ButtonKind::Flat);
    m_load = makeButton(QStringLiteral("loadModelButton"), ButtonKind::Flat);
    m_demonstration = makeButton(QStringLiteral("demonstrationButton"), ButtonKind::Flat);
    const auto trigger = [this](QPushButton *button, const char *id) {
        connect(button, &QPushButton::clicked, this,
                [this, id] { m_actions.trigger(QString::fromLatin1(id)); });
    };
    m_inSteps = new QCheckBox;
    m_inSteps->setObjectName(QStringLiteral("inStepsBox"));
    m_inSteps->setFocusPolicy(Qt::TabFocus);
    connect(m_inSteps, &QCheckBox::toggled, &m_desk, &ModelDesk::setWantsSteps);
    trigger(m_ask, "model.ask");
    trigger(m_stop, "model.stop");
    trigger(m_load, "model.load");
    trigger(m_demonstration, "model.demonstration");

    auto *head = new QHBoxLayout;
    head->setContentsMargins(24, 0, 0, 0); // the icon is painted
    head->setSpacing(8);
    head->addWidget(m_name);
    head->addWidget(m_about);
    head->addStretch(1);
    head->addWidget(m_rate);
    head->addWidget(m_load);
    head->addWidget(m_demonstration);
    head->addWidget(m_stop);
    head->addWidget(m_inSteps);
    head->addWidget(m_ask);
    qobject_cast<QVBoxLayout *>(layout())->addLayout(head);
}

void ModelCard::buildAnswer()
{
    m_warning = new Label(Label::Tone::Warn);
    m_warning->setObjectName(QStringLiteral("demonstrationWarning"));
    m_warning->setFont(uiFont(TextSize::Secondary));
    m_warning->setWordWrap(true);
    m_trouble = new Label(Label::Tone::Error);
    m_trouble->setObjectName(QStringLiteral("modelTrouble"));
    m_trouble->setFont(uiFont(TextSize::Secondary));
    m_trouble->setWordWrap(true);
    m_text = new QPlainTextEdit;
    m_text->setObjectName(QStringLiteral("proposalText"));
    m_text->setReadOnly(true);
    m_text->setUndoRedoEnabled(false);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setFont(uiFont(TextSize::Answer));
    m_text->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->setFocusPolicy(Qt::ClickFocus);
    m_text->document()->setDocumentMargin(0);
    m_text->setFixedHeight(kLines * kLineHeight + 4);
    m_text->viewport()->setAutoFillBackground(false);
    m_chain = new Label(Label::Tone::Text2);
    m_chain->setObjectName(QStringLiteral("chainSummary"));
    m_chain->setFont(uiFont(TextSize::Secondary));
    m_coverage = new CoverageStrip;
    m_coverage->setObjectName(QStringLiteral("coverage"));
    m_seen = new Label(Label::Tone::Text2);
    m_seen->setObjectName(QStringLiteral("seenFrames"));
    m_seen->setFont(uiFont(TextSize::Secondary));
    m_measure = makeButton(QStringLiteral("measureButton"), ButtonKind::Flat);
    m_accept = makeButton(QStringLiteral("acceptButton"));
    connect(m_measure, &QPushButton::clicked, this,
            [this] { m_actions.trigger(QStringLiteral("view.measure")); });
    connect(m_accept, &QPushButton::clicked, this,
            [this] { m_actions.trigger(QStringLiteral("model.accept")); });

    m_foot = new QWidget;
    auto *foot = new QHBoxLayout(m_foot);
    foot->setContentsMargins(0, 0, 0, 0);
    foot->setSpacing(8);
    foot->addWidget(m_seen);
    foot->addStretch(1);
    foot->addWidget(m_measure);
    foot->addWidget(m_accept);
    auto *column = qobject_cast<QVBoxLayout *>(layout());
    column->addWidget(m_warning);
    column->addWidget(m_trouble);
    column->addWidget(m_text);
    column->addWidget(m_chain);
    column->addWidget(m_coverage);
    column->addWidget(m_foot);
}

void ModelCard::connectDocument()
{
    if (m_document)
        disconnect(m_document, nullptr, this, nullptr);
    m_document = m_workspace.document();
    if (m_document)
        connect(m_document, &Document::changed, this, &ModelCard::refresh);
    refresh();
}

void ModelCard::followFocus(QWidget *now)
{
    static const std::pair<const char *, Task> kFields[]
        = {{"whatField", Task::Description}, {"whyField", Task::Cause}, {"howField", Task::Result}};
    for (const QWidget *widget = now; widget; widget = widget->parentWidget()) {
        for (const auto &[name, task] : kFields) {
            if (widget->objectName() == QLatin1String(name) && m_task != task) {
                m_task = task;
                refresh();
            }
        }
    }
}

void ModelCard::retranslate()
{
    m_ask->setText(tr("Ask"));
    setKeyHint(m_ask, m_actions.keyText(QStringLiteral("model.ask")));
    m_inSteps->setText(tr("In steps"));
    m_inSteps->setToolTip(tr("Describes four parts of the clip, chooses the two that help most and "
                             "answers on these: slower, often better"));
    m_stop->setText(tr("Stop"));
    setKeyHint(m_stop, m_actions.keyText(QStringLiteral("model.stop")));
    m_load->setText(tr("Load…"));
    m_demonstration->setText(tr("Demonstration"));
    m_demonstration->setToolTip(
        tr("A small untrained model, to see how it works: its answers are noise."));
    m_warning->setText(tr("Untrained demonstration weights: answers are noise."));
    m_accept->setText(tr("Accept"));
    m_measure->setText(tr("Doubt it…"));
    m_measure->setToolTip(tr("Ask again without the key frames and compare"));
    m_text->setAccessibleName(tr("Answer of the model"));
    setAccessibleName(tr("Model"));
    m_shownText.clear();
    refresh();
}

void ModelCard::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, 0, width(), 1), theme.hairline);
    if (!m_warning->isHidden())
        painter.fillRect(QRect(0, 1, kWarnEdge, height() - 1), theme.warn);
    const int middle = m_name->geometry().center().y();
    painter.drawPixmap(16, middle - 7,
                       iconPixmap(QStringLiteral("model"), theme.text2, 16, devicePixelRatioF()));
    // The answer stands on the panel, not in a box.
    QPalette plain = m_text->palette();
    if (plain.color(QPalette::Base) != theme.panel || plain.color(QPalette::Text) != theme.text1) {
        plain.setColor(QPalette::Base, theme.panel);
        plain.setColor(QPalette::Text, theme.text1);
        m_text->setPalette(plain);
    }
}

void ModelCard::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // In a low window the texts of the people need the room.
    const int lines = window()->height() < 800 ? 1 : kLines;
    m_text->setFixedHeight(lines * kLineHeight + 4);
    fitHead();
}

void ModelCard::fitHead()
{
    const auto *head = qobject_cast<QHBoxLayout *>(layout()->itemAt(0)->layout());
    int needed = layout()->contentsMargins().left() + layout()->contentsMargins().right()
                 + head->contentsMargins().left();
    for (int i = 0; i < head->count(); ++i) {
        const QWidget *part = head->itemAt(i)->widget();
        if (part && (part == m_about || !part->isHidden()))
            needed += part->sizeHint().width() + head->spacing();
    }
    m_about->setVisible(m_hasAbout && needed <= width());
    m_name->setToolTip(m_name->text());
}

void ModelCard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace ecva
