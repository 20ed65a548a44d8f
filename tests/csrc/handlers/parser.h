/* A parser with setters, shaped like expat. */
#ifndef CALLBACK_TESTS_PARSER_H
#define CALLBACK_TESTS_PARSER_H

/* The attributes are names and values in turn, and a null pointer after the last value. */
typedef void (*start_fn)(void *user, const unsigned char *name, const unsigned char **attributes);
typedef void (*end_fn)(void *user, const unsigned char *name);
typedef void (*text_fn)(void *user, const unsigned char *text, int length);

enum { PARSED = 0, STOPPED = 1, MALFORMED = 2 };

struct parser;

struct parser *parser_create(void);
void parser_free(struct parser *parser);
/* Any of the handlers may be null. */
void set_element_handler(struct parser *parser, start_fn start, end_fn end);
void set_character_data_handler(struct parser *parser, text_fn text);
void set_user_data(struct parser *parser, void *user);
/* Parses whole elements. A handler may have the same parser parse another text. */
int parser_parse(struct parser *parser, const char *text, int length);
/* Makes the innermost parse return after the handler that is running. */
void parser_stop(struct parser *parser);

#endif
