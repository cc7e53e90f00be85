/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http.h"

void http_header(struct http_request *rq, struct http_response *rs, const char *name, str value)
{
	/* a value that could end the line is ours to prevent, not the client's to exploit */
	for (size_t i = 0; i < value.n; i++)
		ours((unsigned char)value.p[i] >= 0x20 && value.p[i] != 0x7f);
	*list_push(rq->arena, &rs->headers) = (struct http_pair){str_of(name), value};
}

void http_put_escaped(struct buf *b, str s)
{
	static const char digits[] = "0123456789ABCDEF";
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
			     c == '.' || c == '_' || c == '~';
		if (plain) {
			buf_byte(b, (char)c);
		} else {
			buf_byte(b, '%');
			buf_byte(b, digits[c >> 4]);
			buf_byte(b, digits[c & 15]);
		}
	}
}

/* A header is ASCII; anything else in the path goes percent-encoded. */
void http_redirect(struct http_request *rq, struct http_response *rs, str path)
{
	struct buf b;
	buf_init(&b, rq->arena);
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];
		if (c > 0x20 && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\')
			buf_byte(&b, (char)c);
		else
			http_put_escaped(&b, (str){path.p + i, 1});
	}
	rs->status = 303;
	http_header(rq, rs, "Location", buf_str(&b));
}

void http_disposition(struct http_request *rq, struct http_response *rs, bool attachment, str file_name)
{
	struct buf b;
	buf_init(&b, rq->arena);
	buf_z(&b, attachment ? "attachment; filename=\"" : "inline; filename=\"");
	for (size_t i = 0, gap = 0; i < file_name.n; i++) {
		unsigned char c = (unsigned char)file_name.p[i];
		bool plain = c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '%';
		if (plain || !gap)
			buf_byte(&b, plain ? (char)c : '_');
		gap = !plain;
	}
	buf_z(&b, "\"; filename*=UTF-8''");
	http_put_escaped(&b, file_name);
	http_header(rq, rs, "Content-Disposition", buf_str(&b));
}
