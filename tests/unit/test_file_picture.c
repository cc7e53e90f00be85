/* SPDX-License-Identifier: Apache-2.0 */
/* Photographs without what the camera wrote beside them. The pictures of tests/fixtures/picture are
 * drawn by a program; what a camera would have written is put into them here. */
#include "check.h"

#include "base/hash.h"
#include "file/picture_in.h"
#include "file_fixture.h"

/* Words that stand for what must not survive, wherever they were put. */
#define PLACE "GPS-34.81N117.32E"
#define SERIAL "SERIAL-20480077"
#define WORDS "SECRET-WORDS"

static int pictures_make(void **state)
{
	struct fixtures *f = calloc(1, sizeof *f);
	arena_init(&f->arena);
	*state = f;
	return 0;
}

static int pictures_drop(void **state)
{
	struct fixtures *f = *state;
	arena_done(&f->arena);
	free(f);
	return 0;
}

static str plain(struct fixtures *f, const char *name)
{
	char path[128];
	struct buf b;
	int c;
	snprintf(path, sizeof path, "tests/fixtures/picture/%s", name);
	FILE *in = fopen(path, "rb");
	assert_non_null(in);
	buf_init(&b, &f->arena);
	while ((c = fgetc(in)) != EOF)
		buf_byte(&b, (char)c);
	fclose(in);
	return buf_str(&b);
}

static bool holds(str s, const char *what)
{
	return str_find(s, str_of(what), 0) >= 0;
}

static void nothing_left(str s)
{
	assert_false(holds(s, PLACE));
	assert_false(holds(s, SERIAL));
	assert_false(holds(s, WORDS));
}

/* Once cleaned, nothing is left to take away; and what stood there before is still there. */
static struct picture cleaned(struct fixtures *f, str bytes)
{
	struct picture p, again;
	if (picture_clean(&f->arena, bytes, S("照片.jpg"), &p) != OK)
		test_fails("%s", fail_key());
	nothing_left(p.bytes);
	assert_int_equal(picture_clean(&f->arena, p.bytes, S("照片.jpg"), &again), OK);
	same_str(again.bytes, p.bytes);
	assert_int_equal(p.width, again.width);
	return p;
}

/* ---- what a camera writes ---- */
static str tiff(struct arena *a, bool big, uint8_t turned)
{
	struct buf b;
	buf_init(&b, a);
	if (big)
		buf_add(&b, (str){"MM\0*\0\0\0\x08\0\x02"
				  "\x01\x0f\0\x02\0\0\0\x0f\0\0\0\x40"
				  "\x01\x12\0\x03\0\0\0\x01\0", 8 + 2 + 12 + 9});
	else
		buf_add(&b, (str){"II*\0\x08\0\0\0\x02\0"
				  "\x0f\x01\x02\0\x0f\0\0\0\x40\0\0\0"
				  "\x12\x01\x03\0\x01\0\0\0", 8 + 2 + 12 + 8});
	buf_byte(&b, (char)turned);
	buf_add(&b, (str){"\0\0\0\0\0\0\0", big ? 6 : 7});
	buf_z(&b, "     " SERIAL " " PLACE " thumbnail \xff\xd8\xff\xd9");
	return buf_str(&b);
}

static void app(struct buf *b, uint8_t marker, const char *head, size_t n_head, str body)
{
	size_t n = 2 + n_head + body.n;
	const char v[] = {(char)0xff, (char)marker, (char)(n >> 8), (char)n};
	buf_add(b, (str){v, 4});
	buf_add(b, (str){head, n_head});
	buf_add(b, body);
}

static str dirty_jpeg(struct fixtures *f, const char *name, bool big, uint8_t turned)
{
	struct buf b;
	str p = plain(f, name);
	buf_init(&b, &f->arena);
	buf_add(&b, str_cut(p, 0, 2));
	app(&b, 0xe1, "Exif\0", 6, tiff(&f->arena, big, turned));
	app(&b, 0xe1, "http://ns.adobe.com/xap/1.0/", 29, S("<x:xmpmeta>" PLACE SERIAL "</x:xmpmeta>"));
	app(&b, 0xed, "Photoshop 3.0", 14, S("8BIM" WORDS));
	app(&b, 0xe2, "ICC_PROFILE", 12, S("\1\1" SERIAL));
	app(&b, 0xe2, "MPF", 4, S(SERIAL));
	app(&b, 0xfe, "", 0, S(WORDS));
	buf_add(&b, str_cut(p, 2, p.n - 2));
	app(&b, 0xfe, "", 0, S(WORDS)); /* between the last scan and the end */
	buf_add(&b, str_cut(p, p.n - 2, p.n));
	buf_add(&b, p); /* a second picture behind the first */
	buf_z(&b, PLACE WORDS);
	return buf_str(&b);
}

static void a_jpeg_loses_what_the_camera_wrote(void **state)
{
	static const char *const names[] = {"plain.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg"};
	struct fixtures *f = *state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		str bytes = dirty_jpeg(f, names[i], i & 1, 1);
		assert_true(holds(bytes, PLACE) && holds(bytes, SERIAL) && holds(bytes, WORDS));
		struct picture p = cleaned(f, bytes);
		assert_int_equal(p.sort, PICTURE_JPEG);
		assert_int_equal(p.width, 24);
		assert_int_equal(p.height, 16);
		assert_false(holds(p.bytes, "Exif"));
		assert_true(p.bytes.n <= plain(f, names[i]).n);
	}
}

static void what_draws_the_picture_is_untouched(void **state)
{
	struct fixtures *f = *state;
	str was = plain(f, "plain.jpg");
	struct picture p = cleaned(f, was);
	ptrdiff_t a = str_find(was, S("\xff\xdb"), 0), b = str_find(p.bytes, S("\xff\xdb"), 0);
	assert_true(a > 0 && b > 0);
	same_str(str_cut(p.bytes, (size_t)b, p.bytes.n), str_cut(was, (size_t)a, was.n));
}

static void how_it_is_turned_is_kept_and_nothing_else(void **state)
{
	struct fixtures *f = *state;
	for (uint8_t turned = 2; turned <= 8; turned++) {
		struct picture p = cleaned(f, dirty_jpeg(f, "plain.jpg", turned & 1, turned)), again;
		assert_int_equal(p.turned, turned);
		assert_int_equal(picture_clean(&f->arena, p.bytes, S("x"), &again), OK);
		assert_int_equal(again.turned, turned);
		assert_true(holds(p.bytes, "Exif"));
	}
	assert_int_equal(cleaned(f, dirty_jpeg(f, "plain.jpg", false, 9)).turned, 1);
	assert_int_equal(exif_turned((str){"II*\0\xff\xff\xff\xff", 8}), 1);
	assert_int_equal(exif_turned((str){"II*\0\x08\0\0\0\xff\xff", 10}), 1);
	assert_int_equal(exif_turned(S("")), 1);
}

static void the_colours_of_adobe_are_kept(void **state)
{
	struct fixtures *f = *state;
	struct picture p = cleaned(f, dirty_jpeg(f, "cmyk.jpg", false, 1));
	ptrdiff_t at = str_find(p.bytes, S("Adobe"), 0), was = str_find(plain(f, "cmyk.jpg"), S("Adobe"), 0);
	assert_true(at > 0 && was > 0);
	assert_int_equal(p.bytes.p[at + 11], plain(f, "cmyk.jpg").p[was + 11]);
}

static void chunk(struct buf *b, const char *name, str body)
{
	const char n[] = {0, 0, (char)(body.n >> 8), (char)body.n};
	buf_add(b, (str){n, 4});
	buf_z(b, name);
	buf_add(b, body);
	buf_z(b, "sums"); /* nobody looks at the check sums of what is thrown away */
}

static void a_png_loses_its_texts(void **state)
{
	static const char *const names[] = {"plain.png", "palette.png", "alpha.png"};
	struct fixtures *f = *state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		str was = plain(f, names[i]);
		struct buf b;
		buf_init(&b, &f->arena);
		buf_add(&b, str_cut(was, 0, 33)); /* up to the end of IHDR */
		chunk(&b, "tEXt", S("Comment\1" WORDS));
		chunk(&b, "iTXt", S("XML:com.adobe.xmp" PLACE));
		chunk(&b, "eXIf", tiff(&f->arena, true, 6));
		chunk(&b, "iCCP", S(SERIAL));
		chunk(&b, "prVt", S(WORDS));
		buf_add(&b, str_cut(was, 33, was.n));
		buf_z(&b, PLACE);
		struct picture p = cleaned(f, buf_str(&b));
		assert_int_equal(p.sort, PICTURE_PNG);
		assert_int_equal(p.width, 24);
		same_str(p.bytes, was);
	}
}

static void webp_chunk(struct buf *b, const char *name, str body)
{
	const char n[] = {(char)body.n, (char)(body.n >> 8), 0, 0};
	buf_z(b, name);
	buf_add(b, (str){n, 4});
	buf_add(b, body);
	if (body.n & 1)
		buf_byte(b, 0);
}

static str webp(struct arena *a, str chunks)
{
	struct buf b;
	const char n[] = {(char)(chunks.n + 4), (char)((chunks.n + 4) >> 8), 0, 0};
	buf_init(&b, a);
	buf_z(&b, "RIFF");
	buf_add(&b, (str){n, 4});
	buf_z(&b, "WEBP");
	buf_add(&b, chunks);
	return buf_str(&b);
}

static void a_webp_loses_what_the_camera_wrote(void **state)
{
	static const char *const names[] = {"lossy.webp", "lossless.webp", "alpha.webp"};
	struct fixtures *f = *state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		str was = plain(f, names[i]), inside = str_cut(was, 12, was.n);
		struct buf b;
		buf_init(&b, &f->arena);
		if (!str_starts(inside, S("VP8X"))) {
			webp_chunk(&b, "VP8X", (str){"\x2c\0\0\0\x17\0\0\x0f\0\0", 10});
			webp_chunk(&b, "ICCP", S(SERIAL));
		}
		buf_add(&b, inside);
		webp_chunk(&b, "EXIF", tiff(&f->arena, false, 6));
		webp_chunk(&b, "XMP ", S(PLACE WORDS));
		buf_add(&b, S(""));
		struct picture p = cleaned(f, webp(&f->arena, buf_str(&b)));
		assert_int_equal(p.sort, PICTURE_WEBP);
		assert_int_equal(p.width, 24);
		assert_int_equal(p.height, 16);
		assert_int_equal(p.turned, 6);
		assert_false(holds(p.bytes, "ICCP"));
	}
	str after[] = {plain(f, "lossy.webp"), S(PLACE)};
	struct buf b;
	buf_init(&b, &f->arena);
	buf_add(&b, after[0]);
	buf_add(&b, after[1]);
	same_str(cleaned(f, buf_str(&b)).bytes, after[0]);
}

/* ---- refusals ---- */
static void what_is_no_picture_is_refused(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *said;
	} row[] = {
		{"", 0, "the picture {0} is empty"},
		{"\0\0\0\x18" "ftypheic\0\0\0\0mif1heic", 24, "{0} is in the format HEIC"},
		{"\0\0\0\x18" "ftypavif\0\0\0\0", 16, "{0} is in the format HEIC"},
		{"\0\0\0\x18" "ftypisom\0\0\0\0", 16, "{0} is not a picture that is taken here"},
		{"GIF89a\1\0\1\0", 10, "{0} is a GIF"},
		{"<svg xmlns='http://www.w3.org/2000/svg'/>", 41, "{0} is not a picture that is taken here"},
		{"%PDF-1.7", 8, "{0} is not a picture that is taken here"},
		{"\xff\xd8\xff", 3, "{0} is damaged or was cut off"},
		{"\xff\xd8\xff\xd9", 4, "{0} is damaged or was cut off"},
		{"\xff\xd8\xff\xc9\0\x0b\x08\0\1\0\1\1\1\x11\0\xff\xd9", 17, "{0} is a picture of a rare sort"},
		{"\x89PNG\r\n\x1a\n", 8, "{0} is damaged or was cut off"},
		{"RIFF\4\0\0\0WEBP", 12, "{0} is damaged or was cut off"},
	};
	struct fixtures *f = *state;
	struct picture p;
	for (size_t i = 0; i < COUNT_OF(row); i++)
		refused(picture_clean(&f->arena, (str){row[i].bytes, row[i].n}, S("照片"), &p), ERR_INPUT, row[i].said);
}

static void every_shorter_picture_is_damaged(void **state)
{
	static const char *const names[] = {"plain.jpg", "progressive.jpg", "plain.png", "lossy.webp", "alpha.webp"};
	struct fixtures *f = *state;
	struct picture p;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		str whole = plain(f, names[i]);
		for (size_t n = 12; n < whole.n; n++)
			assert_int_equal(picture_clean(&f->arena, str_cut(whole, 0, n), S("x"), &p), ERR_INPUT);
	}
}

/* A table that is longer than what it holds could carry anything behind it. */
static void a_table_holds_nothing_beside_itself(void **state)
{
	struct fixtures *f = *state;
	struct buf b;
	struct picture p;
	str was = plain(f, "plain.jpg");
	buf_init(&b, &f->arena);
	buf_add(&b, str_cut(was, 0, 2));
	app(&b, 0xdd, "\0\0", 2, S(WORDS));
	buf_add(&b, str_cut(was, 2, was.n));
	refused(picture_clean(&f->arena, buf_str(&b), S("x"), &p), ERR_INPUT, "{0} is damaged");
}

static void a_picture_of_too_many_pixels_is_refused(void **state)
{
	struct fixtures *f = *state;
	struct picture p;
	str s = str_dup(&f->arena, plain(f, "plain.png"));
	memcpy((char *)s.p + 16, "\0\0\x40\0\0\0\x40\0", 8);
	refused(picture_clean(&f->arena, s, S("x"), &p), ERR_LIMIT, "the picture {0} is too large");
	memcpy((char *)s.p + 16, "\0\0\0\0\0\0\x40\0", 8);
	refused(picture_clean(&f->arena, s, S("x"), &p), ERR_INPUT, "{0} is damaged");
}

static void a_picture_that_moves_is_refused(void **state)
{
	struct fixtures *f = *state;
	struct picture p;
	struct buf b;
	str was = plain(f, "plain.png");
	buf_init(&b, &f->arena);
	buf_add(&b, str_cut(was, 0, 33));
	chunk(&b, "acTL", S("\1\1\1\1\1\1\1\1"));
	buf_add(&b, str_cut(was, 33, was.n));
	refused(picture_clean(&f->arena, buf_str(&b), S("x"), &p), ERR_INPUT, "{0} is a picture that moves");
	buf_init(&b, &f->arena);
	webp_chunk(&b, "ANIM", S("123456"));
	refused(picture_clean(&f->arena, webp(&f->arena, buf_str(&b)), S("x"), &p), ERR_INPUT, "{0} is a picture that moves");
}

static void the_process_cleans_as_the_reader_does(void **state)
{
	struct fixtures *f = *state;
	struct picture here, there;
	const struct decoder *d = decoder_new(&f->arena, NULL);
	str dirty = dirty_jpeg(f, "plain.jpg", true, 3);
	assert_int_equal(picture_clean(&f->arena, dirty, S("x"), &here), OK);
	if (picture_decode(&f->arena, d, dirty, S("照片.jpg"), &there) != OK)
		test_fails("%s", fail_key());
	same_str(there.bytes, here.bytes);
	assert_int_equal(there.turned, 3);
	refused(picture_decode(&f->arena, d, str_cut(dirty, 0, 700), S("照片.jpg"), &there), ERR_INPUT, "{0} is damaged");
	refused(picture_decode(&f->arena, d, S("GIF89a"), S("照片.jpg"), &there), ERR_INPUT, "{0} is a GIF");
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "decoder"))
		return file_decoder_main(argc - 2, argv + 2);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_jpeg_loses_what_the_camera_wrote),
		cmocka_unit_test(what_draws_the_picture_is_untouched),
		cmocka_unit_test(how_it_is_turned_is_kept_and_nothing_else),
		cmocka_unit_test(the_colours_of_adobe_are_kept),
		cmocka_unit_test(a_png_loses_its_texts),
		cmocka_unit_test(a_webp_loses_what_the_camera_wrote),
		cmocka_unit_test(what_is_no_picture_is_refused),
		cmocka_unit_test(every_shorter_picture_is_damaged),
		cmocka_unit_test(a_table_holds_nothing_beside_itself),
		cmocka_unit_test(a_picture_of_too_many_pixels_is_refused),
		cmocka_unit_test(a_picture_that_moves_is_refused),
		cmocka_unit_test(the_process_cleans_as_the_reader_does),
	};
	return cmocka_run_group_tests(tests, pictures_make, pictures_drop);
}
