#include "ui/review/NoAnswersPage.h"

#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"
#include "ui/workspace/ActionRegistry.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace ecva {

NoAnswersPage::NoAnswersPage(ActionRegistry &actions, QWidget *parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_title(new Label(Label::Tone::Text1, this))
    , m_detail(new Label(Label::Tone::Text2, this))
    , m_import(new QPushButton(this))
    , m_ask(new QPushButton(this))
{
    setObjectName(QStringLiteral("noAnswers"));
    m_title->setFont(uiFont(TextSize::Timecode, QFont::DemiBold));
    m_detail->setWordWrap(true);
    m_detail->setFixedWidth(460);
    m_detail->setObjectName(QStringLiteral("noAnswersDetail"));
    m_import->setObjectName(QStringLiteral("importResults"));
    m_ask->setObjectName(QStringLiteral("askModel"));
    setButtonKind(m_import, ButtonKind::Primary);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_import);
    buttons->addWidget(m_ask);
    buttons->addStretch();
    auto *column = new QVBoxLayout;
    column->setSpacing(10);
    column->addStretch(2);
    column->addWidget(m_title);
    column->addWidget(m_detail);
    column->addSpacing(8);
    column->addLayout(buttons);
    column->addStretch(3);
    auto *row = new QHBoxLayout(this);
    row->addStretch();
    row->addLayout(column);
    row->addStretch();
    connect(m_import, &QPushButton::clicked, this,
            [this] { m_actions.trigger(QStringLiteral("file.import")); });
    connect(m_ask, &QPushButton::clicked, this, &NoAnswersPage::askRequested);
    setFocusProxy(m_import);
    retranslate();
}

void NoAnswersPage::retranslate()
{
    m_title->setText(tr("No model has answered yet"));
    m_detail->setText(tr("Import the results of a model, or ask the model that is loaded while you "
                         "write. Its answers then stand here beside the expert's."));
    m_import->setText(tr("Import results…"));
    setKeyHint(m_import, m_actions.keyText(QStringLiteral("file.import")));
    m_ask->setText(tr("Write, and ask the model"));
    setKeyHint(m_ask, QStringLiteral("F9"));
}

void NoAnswersPage::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), themeOf(this).panel);
}

} // namespace ecva
