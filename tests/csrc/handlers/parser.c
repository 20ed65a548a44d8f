/* Parses elements with attributes, `<a b="c">text</a>` and `<a/>`, without entities or comments. */
#include "parser.h"

#include <stdlib.h>
#include <string.h>

enum { TAG = 128, ATTRIBUTES = 8 };

struct parser {
    start_fn start;
    end_fn end;
    text_fn text;
    void *user;
    int is_stopped;
};

struct parser *parser_create(void)
{
    return calloc(1, sizeof(struct parser));
}

void parser_free(struct parser *parser)
{
    free(parser);
}

void set_element_handler(struct parser *parser, start_fn start, end_fn end)
{
    parser->start = start;
    parser->end = end;
}

void set_character_data_handler(struct parser *parser, text_fn text)
{
    parser->text = text;
}

void set_user_data(struct parser *parser, void *user)
{
    parser->user = user;
}

void parser_stop(struct parser *parser)
{
    parser->is_stopped = 1;
}

/* Ends a word at any of `ends`, and returns what follows that character. */
static char *cut(char *word, const char *ends, char *found)
{
    char *end = word + strcspn(word, ends);
    *found = *end;
    *end = '\0';
    return *found ? end + 1 : end;
}

/* Splits `a b="c" d="e"` in place. Returns the number of attributes, or -1. */
static int split(char *tag, const unsigned char **attributes)
{
    int count = 0;
    char found;
    char *rest = cut(tag, " ", &found);
    while (*rest) {
        if (count == ATTRIBUTES)
            return -1;
        attributes[2 * count] = (unsigned char *)rest;
        rest = cut(rest, "=", &found);
        if (found != '=' || *rest++ != '"')
            return -1;
        attributes[2 * count++ + 1] = (unsigned char *)rest;
        rest = cut(rest, "\"", &found);
        if (found != '"')
            return -1;
        rest += strspn(rest, " ");
    }
    attributes[2 * count] = NULL;
    return count;
}

/* Calls the handlers of a tag, of which `tag` is what is between the brackets. */
static int pass_tag(struct parser *parser, char *tag, size_t length)
{
    const unsigned char *attributes[2 * ATTRIBUTES + 1];
    const unsigned char *name = (unsigned char *)tag;
    int is_empty = length > 1 && tag[length - 1] == '/';
    if (tag[0] == '/') {
        if (parser->end)
            parser->end(parser->user, name + 1);
        return PARSED;
    }
    if (is_empty)
        tag[length - 1] = '\0';
    if (split(tag, attributes) < 0 || !*name)
        return MALFORMED;
    if (parser->start)
        parser->start(parser->user, name, attributes);
    if (is_empty && !parser->is_stopped && parser->end)
        parser->end(parser->user, name);
    return PARSED;
}

int parser_parse(struct parser *parser, const char *text, int length)
{
    const char *at = text, *end = text + length;
    /* Of this parse: a handler may begin another. */
    char tag[TAG];
    while (at < end) {
        size_t rest = (size_t)(end - at);
        const char *bracket = memchr(at, '<', rest);
        if (bracket != at) {
            size_t run = bracket ? (size_t)(bracket - at) : rest;
            if (parser->text)
                parser->text(parser->user, (const unsigned char *)at, (int)run);
            at += run;
        } else {
            const char *close = memchr(at, '>', rest);
            size_t size = close ? (size_t)(close - at - 1) : 0;
            if (!size || size >= TAG)
                return MALFORMED;
            memcpy(tag, at + 1, size);
            tag[size] = '\0';
            if (pass_tag(parser, tag, size) != PARSED)
                return MALFORMED;
            at = close + 1;
        }
        if (parser->is_stopped) {
            parser->is_stopped = 0;
            return STOPPED;
        }
    }
    return PARSED;
}
