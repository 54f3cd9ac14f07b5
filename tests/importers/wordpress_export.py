"""A WordPress export written for the tests, after the shape of its theme unit test data."""

from html import escape

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Good Company</title><link>https://old.example</link><description>On networking</description>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://old.example</wp:base_site_url><wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[editor]]></wp:author_login>
 <wp:author_display_name><![CDATA[The Desk]]></wp:author_display_name></wp:author>
<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>work</wp:category_nicename>
 <wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[Work]]></wp:cat_name></wp:category>
<wp:category><wp:term_id>4</wp:term_id><wp:category_nicename>events</wp:category_nicename>
 <wp:category_parent>work</wp:category_parent><wp:cat_name><![CDATA[Events & Fairs]]></wp:cat_name></wp:category>
<wp:tag><wp:term_id>9</wp:term_id><wp:tag_slug>c-sharp</wp:tag_slug><wp:tag_name><![CDATA[C#, "quoted" & more]]></wp:tag_name></wp:tag>
"""
TAIL = "</channel></rss>\n"


def cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def item(
    number: int, content: str = "", *, meta: dict[str, str] | None = None, inside: str = "", **fields: str
) -> str:
    """Write one item; fields are those of `wp:` unless they are the feed's own."""
    given = {
        "title": f"Post {number}",
        "link": f"https://old.example/2020/02/post-{number}/",
        "post_date_gmt": "2020-02-03 04:05:06",
        "post_name": f"post-{number}",
        "status": "publish",
        "post_type": "post",
        **fields,
    }
    excerpt = given.pop("excerpt", "")
    own = "".join(f"<{name}>{escape(given.pop(name))}</{name}>" for name in ("title", "link"))
    rest = "".join(f"<wp:{name}>{cdata(value)}</wp:{name}>" for name, value in given.items())
    metas = "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"
        for key, value in (meta or {}).items()
    )
    return (
        f"<item>{own}<guid>https://old.example/?p={number}</guid><dc:creator>editor</dc:creator>"
        f"<wp:post_id>{number}</wp:post_id>{rest}{inside}{metas}<excerpt:encoded>{cdata(excerpt)}</excerpt:encoded>\n"
        f"<content:encoded>{cdata(content)}</content:encoded></item>\n"
    )


def category(slug: str, name: str, domain: str = "category") -> str:
    return f'<category domain="{domain}" nicename="{slug}">{cdata(name)}</category>'


def attachment(number: int, name: str, alt: str = "", caption: str = "", parent: str = "0") -> str:
    url = f"https://old.example/wp-content/uploads/2020/02/{name}"
    return item(
        number, post_type="attachment", status="inherit", attachment_url=url, excerpt=caption, post_parent=parent,
        meta={"_wp_attachment_image_alt": alt} if alt else {},
    )  # fmt: skip


BLOCKS = """<!-- wp:paragraph {"align":"center","dropCap":true} -->
<p class="has-text-align-center has-drop-cap">A <strong>warm</strong> word, #Networking and 5 * 3.</p>
<!-- /wp:paragraph -->

<!-- wp:heading {"level":3} -->
<h3 class="wp-block-heading" id="say-hello-first">Say hello</h3>
<!-- /wp:heading -->

<!-- wp:list {"ordered":true,"start":4} -->
<ol start="4" class="wp-block-list"><!-- wp:list-item -->
<li>Listen<!-- wp:list -->
<ul class="wp-block-list"><!-- wp:list-item -->
<li>with both ears</li>
<!-- /wp:list-item --></ul>
<!-- /wp:list --></li>
<!-- /wp:list-item -->

<!-- wp:list-item -->
<li>Ask</li>
<!-- /wp:list-item --></ol>
<!-- /wp:list -->

<!-- wp:quote -->
<blockquote class="wp-block-quote"><!-- wp:paragraph -->
<p>Give first.</p>
<!-- /wp:paragraph --><cite>A mentor</cite></blockquote>
<!-- /wp:quote -->

<!-- wp:pullquote -->
<figure class="wp-block-pullquote"><blockquote><p>Pull me.</p><cite>Somebody</cite></blockquote></figure>
<!-- /wp:pullquote -->

<!-- wp:code {"className":"language-python"} -->
<pre class="wp-block-code language-python"><code>if a &lt; b:
    [not a shortcode=1]</code></pre>
<!-- /wp:code -->

<!-- wp:preformatted -->
<pre class="wp-block-preformatted">two  spaces
and <em>words</em></pre>
<!-- /wp:preformatted -->

<!-- wp:verse -->
<pre class="wp-block-verse">A line
another</pre>
<!-- /wp:verse -->

<!-- wp:table -->
<figure class="wp-block-table"><table><thead><tr><th>Who</th><th class="has-text-align-right" data-align="right">When</th></tr></thead><tbody><tr><td>A|B</td><td class="has-text-align-right" data-align="right">9</td></tr></tbody></table></figure>
<!-- /wp:table -->

<!-- wp:image {"id":21,"align":"right"} -->
<figure class="wp-block-image alignright size-medium"><img src="https://old.example/wp-content/uploads/2020/02/hall-300x200.jpg" alt="" class="wp-image-21"/><figcaption class="wp-element-caption">The <em>hall</em></figcaption></figure>
<!-- /wp:image -->

<!-- wp:gallery {"linkTo":"none"} -->
<figure class="wp-block-gallery has-nested-images columns-2"><!-- wp:image {"id":21} -->
<figure class="wp-block-image"><img src="https://old.example/wp-content/uploads/2020/02/hall.jpg" alt="Hall" class="wp-image-21"/></figure>
<!-- /wp:image -->
<!-- wp:image {"id":22} -->
<figure class="wp-block-image"><img src="https://old.example/wp-content/uploads/2020/02/desk.jpg" alt="Desk" class="wp-image-22"/><figcaption>Desk</figcaption></figure>
<!-- /wp:image --><figcaption class="blocks-gallery-caption">Both rooms</figcaption></figure>
<!-- /wp:gallery -->

<!-- wp:columns -->
<div class="wp-block-columns"><!-- wp:column -->
<div class="wp-block-column"><!-- wp:paragraph -->
<p>Left</p>
<!-- /wp:paragraph --></div>
<!-- /wp:column -->
<!-- wp:column -->
<div class="wp-block-column"><!-- wp:buttons -->
<div class="wp-block-buttons"><!-- wp:button -->
<div class="wp-block-button"><a class="wp-block-button__link wp-element-button" href="https://old.example/join/">Join</a></div>
<!-- /wp:button --></div>
<!-- /wp:buttons --></div>
<!-- /wp:column --></div>
<!-- /wp:columns -->

<!-- wp:file {"id":23} -->
<div class="wp-block-file"><a href="https://old.example/wp-content/uploads/2020/02/list.pdf">Checklist</a></div>
<!-- /wp:file -->

<!-- wp:embed {"url":"https://video.example/watch?v=1","type":"video","providerNameSlug":"youtube"} -->
<figure class="wp-block-embed is-type-video"><div class="wp-block-embed__wrapper">
https://video.example/watch?v=1
</div><figcaption>Watch</figcaption></figure>
<!-- /wp:embed -->

<!-- wp:separator -->
<hr class="wp-block-separator"/>
<!-- /wp:separator -->

<!-- wp:spacer {"height":"20px"} -->
<div style="height:20px" aria-hidden="true" class="wp-block-spacer"></div>
<!-- /wp:spacer -->

<!-- wp:more {"customText":"Go on"} -->
<!--more Go on-->
<!-- /wp:more -->

<!-- wp:nextpage -->
<!--nextpage-->
<!-- /wp:nextpage -->

<!-- wp:shortcode -->
[contact-form id="7"]
<!-- /wp:shortcode -->

<!-- wp:html -->
<p onclick="x()">Raw<sup data-fn="n1" class="fn"><a href="#n1" id="n1-link">1</a></sup></p><form><input name="q"></form>
<!-- /wp:html -->

<!-- wp:details -->
<details class="wp-block-details"><summary>More</summary><!-- wp:paragraph -->
<p>Hidden words</p>
<!-- /wp:paragraph --></details>
<!-- /wp:details -->

<!-- wp:latest-posts {"postsToShow":3} /-->

<!-- wp:block {"ref":31} /-->

Freeform text
on two lines

<!-- wp:footnotes /-->
"""
BLOCKS_MARKDOWN = """A **warm** word, #Networking and 5 * 3.
{: .text-center}

### Say hello {#say-hello-first}

4. Listen
   - with both ears
5. Ask

> Give first.
>
> <cite>A mentor</cite>

> Pull me.
>
> <cite>Somebody</cite>

```python
if a < b:
    [not a shortcode=1]
```

<pre>two  spaces
and <em>words</em></pre>

<pre>A line
another</pre>

| Who | When |
| --- | --: |
| A\\|B | 9 |

<figure class="align-right">
<img src="https://old.example/wp-content/uploads/2020/02/hall.jpg" alt="A bright hall">
<figcaption>The <em>hall</em></figcaption>
</figure>

![Hall](https://old.example/wp-content/uploads/2020/02/hall.jpg)

<figure>
<img src="https://old.example/wp-content/uploads/2020/02/desk.jpg" alt="Desk">
<figcaption>Desk</figcaption>
</figure>

Both rooms

Left

[Join](/join/){: .btn}

[Checklist](https://old.example/wp-content/uploads/2020/02/list.pdf)

<https://video.example/watch?v=1>

Watch

***

<!--more-->

[contact-form id="7"]

Raw[^1]

<details markdown="1">
<summary>More</summary>

Hidden words

</details>

Shared advice

Freeform text{BREAK}on two lines

[^1]: A note
""".replace("{BREAK}", "  \n")
CLASSIC = """First line
second <strong>line</strong>

[caption id="a" align="alignleft" width="300"]<img src="https://old.example/wp-content/uploads/2020/02/hall-300x200.jpg" alt="Hall" /> A caption[/caption]

<ul>
<li>one</li>
</ul>
[gallery ids="21,22,99"]
https://video.example/1

[embed]https://video.example/2[/embed]
[audio mp3="/a.mp3"][/audio]
<!--more-->
[[gallery]] and [sic] and [slider id="3"]
<pre>
a

[b x=1]</pre>
"""
CLASSIC_MARKDOWN = """First line{BREAK}second **line**

<figure class="align-left">
<img src="https://old.example/wp-content/uploads/2020/02/hall.jpg" alt="Hall">
<figcaption>A caption</figcaption>
</figure>

- one

<figure>
<img src="https://old.example/wp-content/uploads/2020/02/hall.jpg" alt="A bright hall">
<figcaption>The hall at nine</figcaption>
</figure>

![](https://old.example/wp-content/uploads/2020/02/desk.jpg)

<https://video.example/1>

<https://video.example/2>

<audio src="https://old.example/a.mp3" controls=""></audio>

<!--more-->

[gallery] and [sic] and [slider id="3"]

```
a

[b x=1]
```
""".replace("{BREAK}", "  \n")
MEDIA = (
    attachment(21, "hall.jpg", "A bright hall", "The hall at nine")
    + attachment(22, "desk.jpg")
    + attachment(23, "list.pdf")
)
SHARED = item(31, "<!-- wp:paragraph -->\n<p>Shared advice</p>\n<!-- /wp:paragraph -->", post_type="wp_block")
