#include "ui/exchange/JsonView.h"

#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QEvent>
#include <QKeyEvent>
#include <QRegularExpression>
#include <QSyntaxHighlighter>

namespace ecva {
namespace {

constexpr qsizetype kMostShown = 20'000; // characters; nobody reads more in a preview

/// Keys in the colour of what is new, values plain, brackets and commas faint.
class JsonTint : public QSyntaxHighlighter
{
public:
    explicit JsonTint(JsonView *view)
        : QSyntaxHighlighter(view->document())
        , m_view(view)
    {
    }

protected:
    void highlightBlock(const QString &text) override
    {
        static const QRegularExpression token(
            QStringLiteral("(\"(?:[^\"\\\\]|\\\\.)*\")(\\s*:)?|[{}\\[\\],]"));
        const Theme &theme = themeOf(m_view);
        for (auto each = token.globalMatch(text); each.hasNext();) {
            const QRegularExpressionMatch match = each.next();
            const bool key = !match.captured(2).isEmpty();
            const bool string = !match.captured(1).isEmpty();
            const auto length
                = static_cast<int>(string ? match.capturedLength(1) : match.capturedLength());
            setFormat(static_cast<int>(match.capturedStart()), length,
                      key      ? theme.diffNew
                      : string ? theme.text1
                               : theme.text3);
        }
    }

private:
    JsonView *m_view;
};

} // namespace

JsonView::JsonView(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setTabChangesFocus(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setFrameShape(QFrame::NoFrame);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setUndoRedoEnabled(false);
    document()->setDocumentMargin(12);
    new JsonTint(this);
    applyTheme();
}

void JsonView::showJson(const QByteArray &json)
{
    QString text = QString::fromUtf8(json);
    if (text.size() > kMostShown)
        text = tr("%1\n… and more").arg(text.left(kMostShown));
    if (text != toPlainText())
        setPlainText(text);
}

void JsonView::applyTheme()
{
    const Theme &theme = themeOf(this);
    setFont(monoFont(TextSize::Secondary));
    QPalette own = palette();
    own.setColor(QPalette::Base, theme.kind == ThemeKind::Light ? theme.raised : theme.canvas);
    own.setColor(QPalette::Text, theme.text2);
    setPalette(own);
}

void JsonView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() != QEvent::StyleChange)
        return;
    applyTheme();
    for (QSyntaxHighlighter *tint : document()->findChildren<QSyntaxHighlighter *>())
        tint->rehighlight();
}

void JsonView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Return
        || event->key() == Qt::Key_Enter)
        event->ignore(); // keys of the view around it
    else
        QPlainTextEdit::keyPressEvent(event);
}

} // namespace ecva
