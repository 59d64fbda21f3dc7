def test_x(desk, assignment):
    import time
    t=time.time()
    d = desk({**{}, **assignment.bank("wrong")["mul-swapped"].cells})
    print("open", time.time()-t); 
    p=d.page
    p.screenshot(path="/tmp/w/browser/open.png")
    print(p.locator(".jp-Notebook .jp-Cell").count(), len(d.numbers))
    print(d.cell("public-checks").evaluate("e=>e.outerHTML")[:3000])
    d.page.locator(".jp-Notebook .jp-CodeCell").first.locator(".cm-content").click()
    for i in range(d.numbers["q1-check"]):
        p.keyboard.press("Shift+Enter")
    d.wait_until_idle()
    print("ran", time.time()-t)
    p.screenshot(path="/tmp/w/browser/ran.png")
    print(d.cell("q1-mul").evaluate("e=>e.outerHTML")[:5000])
